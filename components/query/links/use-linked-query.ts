import { useCallback, useEffect, useRef, useState } from "react";
import { takeFragment } from "#components/ui/kept-fragment.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import { readFragment } from "./query-fragment.ts";

const LOST =
  "The query in this link was lost because you signed in with another browser or too late. Open the link again. Its log groups and its time range are below.";
const UNREADABLE =
  "The query in this link can’t be read because the link is incomplete or was changed. Ask for the link again. Its log groups and its time range are below.";

/**
 * Reads the query of the link with which the page was opened, after hydration, because only the browser has it. It is shown, never run.
 * `readLinked` does the same after a step of the browser's history. `problem` says why a link has no query that can be shown, `isRead`
 * whether the page shows the query of its link.
 * @param isStored the link is to a result, whose query the portal has, so that nothing is missing without the fragment
 */
export function useLinkedQuery(
  onQuery: (text: string) => void,
  isStored = false,
): { readonly readLinked: () => void; readonly problem: string | null; readonly isRead: boolean } {
  const [problem, setProblem] = useState<string | null>(null);
  const [isRead, setRead] = useState(false);
  const show = useStableCallback(onQuery);
  const newest = useRef(0);
  const read = useCallback(
    (fragment: string) => {
      newest.current += 1;
      const mine = newest.current;
      readFragment(fragment).then(
        (text) => {
          if (mine !== newest.current) return;
          setProblem(null);
          if (text !== null) show(text);
          setRead(true);
        },
        () => {
          if (mine !== newest.current) return;
          setProblem(UNREADABLE);
          setRead(true);
        },
      );
    },
    [show],
  );
  useEffect(() => {
    const taken = takeFragment();
    if (taken.kind === "lost") {
      setProblem(LOST);
      setRead(true);
      return;
    }
    read(taken.kind === "kept" ? taken.fragment : window.location.hash);
  }, [read]);
  const readLinked = useCallback(() => read(window.location.hash), [read]);
  return { readLinked, problem: isStored ? null : problem, isRead };
}
