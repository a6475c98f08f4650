"use client";

import AppLayoutToolbar from "@cloudscape-design/components/app-layout-toolbar";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import { type ReactNode, useState } from "react";
import { PortalMessages } from "#components/theme/portal-messages.tsx";
import { useNarrow } from "#components/ui/use-narrow.ts";
import type { ViewerView } from "#lib/sign-in/shared/viewer-view.ts";
import styles from "./frame.module.css";
import { SandboxStrip } from "./sandbox-strip.tsx";
import { homeOf, type Section } from "./sections.ts";
import { SideMenu } from "./side-menu.tsx";
import { type SwitchCustomer, TopBar } from "./top-bar.tsx";
import { useFollow } from "./use-follow.ts";

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
