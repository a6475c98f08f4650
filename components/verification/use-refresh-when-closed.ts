import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { RunProgress } from "./run-progress.ts";

/** Refreshes the page's server data when a run closes, because the run may have changed the status and the list of reports. */
export function useRefreshWhenClosed({ kind }: RunProgress): void {
  const router = useRouter();
  const first = useRef(true);
  useEffect(() => {
    if (!first.current && kind === "closed") router.refresh();
    first.current = false;
  }, [kind, router]);
}
