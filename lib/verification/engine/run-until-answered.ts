import { type FinishedRun, type ProbePorts, type RunQuestion, type RunWatch, runProbes } from "./run-probes.ts";

/** Pauses between tries, in milliseconds; the last one repeats. A new role is usually known everywhere in 10 to 30 s. */
const PAUSES_MS = [2000, 3000, 5000, 8000, 10_000];

/**
 * Repeats a run that was refused for up to `waitMs` milliseconds, since AWS needs a while until a new role answers
 * everywhere. Any other verdict ends it at once; 0 means one run.
 */
export async function runUntilAnswered(
  ports: ProbePorts,
  question: RunQuestion,
  waitMs: number,
  watch: RunWatch = {},
): Promise<FinishedRun> {
  const until = ports.clock.now().getTime() + waitMs;
  for (let tried = 0; ; tried++) {
    const run = await runProbes(ports, question, watch);
    const left = until - ports.clock.now().getTime();
    if (run.judgement.verdict !== "refused" || left <= 0) return run;
    await ports.clock.wait(Math.min(left, PAUSES_MS[tried] ?? 10_000), question.signal);
  }
}
