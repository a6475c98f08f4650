import { useCallback, useRef } from "react";

/** The same function for as long as the screen stands, which does what the newest one does: nothing is drawn anew for its sake. */
export function useStableCallback<Args extends readonly unknown[], Answer>(newest: (...args: Args) => Answer): (...args: Args) => Answer {
  const kept = useRef(newest);
  kept.current = newest;
  return useCallback((...args: Args) => kept.current(...args), []);
}
