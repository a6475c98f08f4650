import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import type { RunState } from "./find-run-state.ts";

/** What happened between two looks at a connection's newest run, in the order in which it happened. Pure. */
export function newsOf(before: RunState | undefined, now: RunState): readonly RunEvent[] {
  const run = now.runs[0];
  if (run === undefined) return [];
  const former = before?.runs.find(({ id }) => id === run.id);
  const closed: RunEvent = { kind: "closed", run, waiting: now.waiting };
  if (former === undefined) {
    const opened: RunEvent = { kind: "opened", run };
    return run.finishedAt === null ? [opened] : [opened, closed];
  }
  const news: RunEvent[] = run.probes
    .filter((probe) => probe.got !== null && former.probes.find(({ n }) => n === probe.n)?.got == null)
    .map((probe) => ({ kind: "probe", probe }));
  if (run.finishedAt !== null && former.finishedAt === null) news.push(closed);
  else if (run.finishedAt !== null && before?.waiting != null && now.waiting === null) news.push(closed);
  return news;
}
