"use client";

import { useEffect, useState } from "react";

/** The time in milliseconds since 1970, renewed every `everyMs`. The server's first value may differ: suppress the warning there. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    setNow(Date.now());
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
