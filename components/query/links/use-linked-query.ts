import { useCallback, useEffect, useRef, useState } from "react";
import { takeFragment } from "#components/ui/kept-fragment.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import { readFragment } from "./query-fragment.ts";

export const UNREADABLE_LINK =
  "The query of this link can’t be read: the link was cut or changed. Ask for the link again. Its log groups and its time range are below.";

/**
 * Reads the query of the link with which the page was opened, after hydration, because only the browser has it. It is shown, never run.
 * `readLinked` does the same after a step of the browser's history.
 */
export function useLinkedQuery(onQuery: (text: string) => void): { readonly readLinked: () => void; readonly unreadable: boolean } {
  const [unreadable, setUnreadable] = useState(false);
  const show = useStableCallback(onQuery);
  const newest = useRef(0);
  const read = useCallback(
    (fragment: string) => {
      newest.current += 1;
      const mine = newest.current;
      readFragment(fragment).then(
        (text) => {
          if (mine !== newest.current) return;
          setUnreadable(false);
          if (text !== null) show(text);
        },
        () => mine === newest.current && setUnreadable(true),
      );
    },
    [show],
  );
  useEffect(() => read(takeFragment() ?? window.location.hash), [read]);
  const readLinked = useCallback(() => read(window.location.hash), [read]);
  return { readLinked, unreadable };
}
