import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { RunProgress } from "./run-progress.ts";

/** What a run changed (status, proof, receipts) is the server's to say, also to somebody who leaves the page and comes back. */
export function useRefreshWhenClosed({ kind }: RunProgress): void {
  const router = useRouter();
  const first = useRef(true);
  useEffect(() => {
    if (!first.current && kind === "closed") router.refresh();
    first.current = false;
  }, [kind, router]);
}
