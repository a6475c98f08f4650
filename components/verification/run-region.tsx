"use client";

import type { ReactNode } from "react";
import { ResultRegion } from "./result-region.tsx";
import { resultWords } from "./result-words.ts";
import type { RunProgress } from "./run-progress.ts";

/** The result region for a proof wherever it stands. Renders nothing before anything was asked. */
export function RunRegion({ progress, actions }: { readonly progress: RunProgress; readonly actions?: ReactNode }) {
  return <ResultRegion result={resultWords(progress)} spokenTitle={spokenTitle(progress)} actions={actions} />;
}

/** Each third answer is spoken, not every one. */
function spokenTitle(progress: RunProgress): string | undefined {
  if (progress.kind !== "probing") return undefined;
  const { probes } = progress.run;
  const answered = probes.filter(({ got }) => got !== null).length;
  return `${answered - (answered % 3)} of ${probes.length} probes done`;
}
