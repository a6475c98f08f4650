import { expect, test } from "vitest";
import type { RunProgress } from "#components/verification/progress/use-run.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { Verdict } from "#kernel/verification/verdict.ts";
import type { ConnectionDetail } from "#lib/connections/shared/connection-view.ts";
import type { RunView } from "#lib/verification/shared/run-view.ts";
import { isPast } from "./is-past.ts";

const run = (id: string, verdict: Verdict | null = "secure") => ({ id, verdict, finishedAt: verdict === null ? null : 1 }) as RunView;
const closed = (verdict: Verdict = "secure"): RunProgress => ({ kind: "closed", run: run("ours", verdict) });
const detail = (status: ConnectionStatus, ...runs: RunView[]) => ({ connection: { status }, runs }) as unknown as ConnectionDetail;

test.each<ConnectionStatus>(["disabled", "quarantined", "access_denied", "expired", "removed"])(
  "a secure result is outdated once the connection is %s",
  (status) => {
    expect(isPast(closed(), detail(status, run("ours")))).toBe(true);
  },
);

test("a result is outdated once the server reports a newer one, whatever their verdicts", () => {
  expect(isPast(closed(), detail("quarantined", run("newer", "not-secure"), run("ours")))).toBe(true);
  expect(isPast(closed("inconclusive"), detail("connected", run("newer"), run("ours", "inconclusive")))).toBe(true);
});

test("a result stays until the server reports it, while it is the newest, and while another run is in progress", () => {
  expect(isPast(closed(), detail("disabled", run("before")))).toBe(false);
  expect(isPast(closed(), detail("connected", run("ours")))).toBe(false);
  expect(isPast(closed("access-denied"), detail("quarantined", run("ours", "access-denied")))).toBe(false);
  expect(isPast(closed(), detail("connected", run("next", null), run("ours")))).toBe(false);
  expect(isPast({ kind: "starting" }, detail("disabled", run("ours")))).toBe(false);
});
