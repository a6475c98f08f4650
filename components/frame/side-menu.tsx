"use client";

import Badge from "@cloudscape-design/components/badge";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import type { ViewerView } from "#lib/sign-in/shared/viewer-view.ts";
import { entryPointsFor, type Section } from "./sections.ts";
import { useFollow } from "./use-follow.ts";

/** The rooms of this house. Quarantined connections are counted beside `Connections`, in red and in words. */
export function SideMenu({ viewer, active }: { readonly viewer: ViewerView; readonly active: Section }) {
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
