"use client";

import AppLayoutToolbar from "@cloudscape-design/components/app-layout-toolbar";
import Badge from "@cloudscape-design/components/badge";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import { type ReactNode, useState } from "react";
import { PortalMessages } from "#components/theme/portal-messages.tsx";
import { useNarrow } from "#components/ui/use-narrow.ts";
import type { ViewerView } from "#lib/sign-in/shared/viewer-view.ts";
import { useFollow } from "./follow-button.tsx";
import styles from "./frame.module.css";
import { entryPointsFor, homeOf, type Section } from "./sections.ts";
import { type SwitchCustomer, TopBar } from "./top-bar.tsx";

/** One step of the way to a page; the last one is the page itself and needs no address. */
interface Crumb {
  readonly text: string;
  readonly href?: string;
}

export interface PortalFrameProps {
  readonly viewer: ViewerView;
  readonly active: Section;
  /** From below the customer (or the partner), which the frame puts first. */
  readonly crumbs: readonly Crumb[];
  /** `closed` where a page needs the width, such as the logs. */
  readonly navigation?: "open" | "closed";
  readonly switchCustomer?: SwitchCustomer | undefined;
  readonly children: ReactNode;
}

/** What stands around every page behind sign-in: the bar, the rooms, the way here. The page's own h1 is the children's. */
export function PortalFrame({ viewer, active, crumbs, navigation = "open", switchCustomer, children }: PortalFrameProps) {
  const follow = useFollow();
  const [open, setOpen] = useState(navigation === "open");
  // The library keeps a quarter of the row free, and on a narrow screen cuts the page's own name for it. Home is the logo too.
  const narrow = useNarrow();
  const first = { text: viewer.kind === "staff" ? "Partner" : viewer.customerName, href: homeOf(viewer) };
  return (
    <PortalMessages>
      <a className={styles["skip"]} href="#content">
        Skip to content
      </a>
      <div id="top" className={styles["top"]}>
        {viewer.sandbox && <SandboxStrip />}
        <div className={styles["bar"]}>
          <TopBar viewer={viewer} switchCustomer={switchCustomer} />
        </div>
      </div>
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
          </div>
        }
      />
    </PortalMessages>
  );
}

/** Above everything while AWS is a stand-in, so that nobody takes a rehearsal for a proof. */
function SandboxStrip() {
  return (
    <section aria-label="Sandbox" className={styles["sandbox"]}>
      <strong>Sandbox.</strong> AWS is simulated on this machine. A verification made here does not count in production.
    </section>
  );
}

/** The rooms of this house. Quarantined connections are counted beside `Connections`, in red and in words. */
function SideMenu({ viewer, active }: { readonly viewer: ViewerView; readonly active: Section }) {
  const follow = useFollow();
  const doors = entryPointsFor(viewer);
  const quarantined = viewer.kind === "customer" ? viewer.quarantined : 0;
  return (
    <SideNavigation
      activeHref={doors.find(({ room }) => room === active)?.href ?? ""}
      onFollow={follow}
      items={doors.map(({ room, text, href }) =>
        room === "connections" && quarantined > 0
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
      <span className="unseen"> quarantined</span>
    </Badge>
  );
}
