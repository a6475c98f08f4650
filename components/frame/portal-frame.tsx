"use client";

import AppLayoutToolbar from "@cloudscape-design/components/app-layout-toolbar";
import Badge from "@cloudscape-design/components/badge";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { usePalette } from "#components/palette/use-palette.ts";
import { PortalMessages } from "#components/theme/portal-messages.tsx";
import { forgetOldFragment } from "#components/ui/kept-fragment.ts";
import { useNarrow } from "#components/ui/use-media-query.ts";
import type { ViewerView } from "#lib/sign-in/shared/viewer-view.ts";
import styles from "./frame.module.css";
import { entryPointsFor, homeOf, type Section } from "./sections.ts";
import { type SwitchCustomer, TopBar, useSwitchCustomer } from "./top-bar.tsx";
import { useFollow } from "./use-follow.ts";

/** Loaded when the palette is opened for the first time. */
const PaletteHost = lazy(() => import("#components/palette/palette-host.tsx").then((found) => ({ default: found.PaletteHost })));

/** One breadcrumb. The last one is the page itself and needs no path. */
interface Crumb {
  readonly text: string;
  readonly href?: string;
}

export interface PortalFrameProps {
  readonly viewer: ViewerView;
  readonly active: Section;
  /** The breadcrumbs below the customer (or the partner), which the frame adds first. */
  readonly crumbs: readonly Crumb[];
  /** `closed` for pages that need the full width, such as the log page. */
  readonly navigation?: "open" | "closed";
  readonly switchCustomer?: SwitchCustomer | undefined;
  readonly children: ReactNode;
}

/** The frame of every page behind sign-in: top bar, side navigation and breadcrumbs. The children render the page's `h1`. */
export function PortalFrame({ viewer, active, crumbs, navigation = "open", switchCustomer, children }: PortalFrameProps) {
  const follow = useFollow();
  const [open, setOpen] = useState(navigation === "open");
  // Cloudscape reserves a quarter of the row and truncates the page's name on narrow screens, so the first breadcrumb, which
  // the logo links to as well, is left out there.
  const narrow = useNarrow();
  const palette = usePalette();
  useEffect(forgetOldFragment, []);
  const change = useSwitchCustomer(viewer, switchCustomer);
  const first = { text: viewer.kind === "staff" ? "Partner" : viewer.customerName, href: homeOf(viewer) };
  return (
    <PortalMessages>
      <a className={styles["skip"]} href="#content">
        Skip to content
      </a>
      <div id="top" className={styles["top"]}>
        {viewer.sandbox && <SandboxStrip />}
        <div className={styles["bar"]}>
          <TopBar viewer={viewer} onSwitch={switchCustomer === undefined ? null : change} onSearch={palette.open} />
        </div>
      </div>
      {palette.isOpen && (
        <Suspense>
          <PaletteHost viewer={viewer} onClose={palette.close} onSwitch={change} />
        </Suspense>
      )}
      <AppLayoutToolbar
        headerSelector="#top"
        navigationWidth={220}
        navigationOpen={open}
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        navigation={<SideMenu viewer={viewer} active={active} />}
        breadcrumbs={
          <BreadcrumbGroup
            items={(narrow ? crumbs : [first, ...crumbs]).map(({ text, href }) => ({ text, href: href ?? "#" }))}
            onFollow={follow}
          />
        }
        toolsHide
        content={
          <div id="content" tabIndex={-1} className={styles["content"]}>
            {children}
            {/* Not below the list of log events, which fills the window. */}
            {navigation === "open" && <footer className={styles["footer"]}>Sallyport {viewer.version}</footer>}
          </div>
        }
      />
    </PortalMessages>
  );
}

/** Shown on every page while AWS is simulated, so that a demo is not mistaken for a real verification. */
function SandboxStrip() {
  return (
    <section aria-label="Sandbox" className={styles["sandbox"]}>
      <strong>Sandbox.</strong> AWS is simulated on this machine. A verification made here doesn’t count in production.
    </section>
  );
}

/** The side navigation. The number of quarantined connections is shown beside `Connections`, in red and as text. */
function SideMenu({ viewer, active }: { readonly viewer: ViewerView; readonly active: Section }) {
  const follow = useFollow();
  const items = entryPointsFor(viewer);
  const quarantined = viewer.kind === "customer" ? viewer.quarantined : 0;
  return (
    <SideNavigation
      activeHref={items.find(({ section }) => section === active)?.href ?? ""}
      onFollow={follow}
      items={items.map(({ section, text, href }) =>
        section === "connections" && quarantined > 0
          ? { type: "link", text, href, info: <Quarantined count={quarantined} /> }
          : { type: "link", text, href },
      )}
    />
  );
}

function Quarantined({ count }: { readonly count: number }) {
  return (
    <Badge color="red">
      {count}
      <span className="visually-hidden"> quarantined</span>
    </Badge>
  );
}
