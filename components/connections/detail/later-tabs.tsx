"use client";

import { type ComponentProps, lazy } from "react";
import { LoadedOnUse } from "#components/ui/loaded-on-use.tsx";

const Reports = lazy(() => import("./reports-tab.tsx").then((found) => ({ default: found.ReportsTab })));
const Logs = lazy(() => import("./logs-tab.tsx").then((found) => ({ default: found.LogsTab })));

/** The tab of the verification reports. It is loaded when it is opened, so that the first load of the page stays within its budget. */
export function LaterReportsTab(props: ComponentProps<typeof Reports>) {
  return (
    <LoadedOnUse>
      <Reports {...props} />
    </LoadedOnUse>
  );
}

/** The tab about the logs, loaded in the same way. */
export function LaterLogsTab(props: ComponentProps<typeof Logs>) {
  return (
    <LoadedOnUse>
      <Logs {...props} />
    </LoadedOnUse>
  );
}
