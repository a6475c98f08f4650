import { useEffect, useMemo, useState } from "react";
import { type Examination, examineTrustPolicy, type Wanted } from "#lib/verification/shared/examine-trust-policy.ts";

/** Long enough that a policy typed by hand is not called broken at every key. */
const QUIET_MS = 300;

/** What the doctor says of a text once it has been left alone for a moment; null while there is nothing to say. */
export function useExamination(text: string, wanted: Wanted): { readonly text: string; readonly examination: Examination } | null {
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // The lists come as new arrays at each render of the page; their contents decide.
  const key = JSON.stringify(wanted);
  return useMemo(() => {
    if (settled.trim() === "") return null;
    return { text: settled, examination: examineTrustPolicy(settled, JSON.parse(key) as Wanted) };
  }, [settled, key]);
}
