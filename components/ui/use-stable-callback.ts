"use client";

import { useCallback, useRef } from "react";

/** Returns a function with a stable identity that calls the latest `callback`, so that memoized children do not render again. */
export function useStableCallback<Args extends readonly unknown[], Result>(callback: (...args: Args) => Result): (...args: Args) => Result {
  const latest = useRef(callback);
  latest.current = callback;
  return useCallback((...args: Args) => latest.current(...args), []);
}
