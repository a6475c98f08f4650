import { expect, test } from "vitest";
import type { ConnectionStatus } from "#kernel/connection-status.ts";
import type { Verdict } from "#kernel/verdict.ts";
import { type CurrentStatus, decideStatus } from "./decide-status.ts";

const now = new Date("2026-11-24T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const soon = (minutes: number) => ago(-minutes);
const seconds = (at: Date | null) => (at === null ? null : (at.getTime() - now.getTime()) / 1000);

const submitted: CurrentStatus = {
  status: "checking",
  provedAt: null,
  confirmStep: 0,
  waitingUntil: soon(2),
  refusedSince: null,
  inARow: 1,
  ofCandidate: true,
  nextCheckAt: null,
  asked: false,
  candidateExpiresAt: soon(60),
  refusalsSuspended: false,
};
const proven: CurrentStatus = {
  ...submitted,
  status: "connected",
  provedAt: ago(60),
  confirmStep: 3,
  waitingUntil: null,
  ofCandidate: false,
};

test("an insecure submission leaves a draft and no candidate, however long AWS was waited for", () => {
  expect(decideStatus(submitted, "insecure", now, 0.5)).toMatchObject({
    status: "draft",
    candidate: "deleted",
    nextCheckAt: null,
    waitingUntil: null,
  });
});

test.each<ConnectionStatus>(["connected", "not_proven", "refused", "disabled", "quarantined"])(
  "a granted negative quarantines a role that is %s",
  (status) => {
    expect(decideStatus({ ...proven, status, refusalsSuspended: true }, "insecure", now, 0.5).status).toBe("quarantined");
  },
);

test("a role refused just after it was pasted is waited for, and given up when the two minutes are over", () => {
  const first = decideStatus(submitted, "refused", now, 0.5);
  expect(first).toMatchObject({ status: "checking", candidate: "kept", waitingUntil: submitted.waitingUntil });
  expect(seconds(first.nextCheckAt)).toBe(3);
  const last = decideStatus({ ...submitted, waitingUntil: new Date(now.getTime() + 10_000), inARow: 9 }, "refused", now, 0.5);
  expect(seconds(last.nextCheckAt)).toBe(9);
  const over = decideStatus({ ...submitted, waitingUntil: new Date(now.getTime() + 1000), inARow: 10 }, "refused", now, 0.5);
  expect(over).toMatchObject({ status: "draft", candidate: "deleted", nextCheckAt: null, waitingUntil: null });
});

test("the last try of a role just pasted comes one second before the waiting ends, if that is not less than a second away", () => {
  const left = (ms: number | null) => ({ ...submitted, waitingUntil: ms === null ? null : new Date(now.getTime() + ms) });
  expect(seconds(decideStatus(left(2000), "refused", now, 0.5).nextCheckAt)).toBe(1);
  expect(decideStatus(left(1999), "refused", now, 0.5)).toMatchObject({ status: "draft", candidate: "deleted" });
  expect(decideStatus(left(null), "refused", now, 0.5)).toMatchObject({ status: "draft", candidate: "deleted" });
});

test("a submission without an answer keeps its candidate while that lives, and is a draft again afterwards", () => {
  const silent = decideStatus(submitted, "inconclusive", now, 0.5);
  expect(silent).toMatchObject({ status: "checking", candidate: "kept" });
  expect(seconds(silent.nextCheckAt)).toBe(60);
  const over = decideStatus({ ...submitted, inARow: 6, candidateExpiresAt: soon(5) }, "inconclusive", now, 0.5);
  expect(over).toMatchObject({ status: "draft", candidate: "deleted" });
  for (const candidateExpiresAt of [null, soon(1)])
    expect(decideStatus({ ...submitted, candidateExpiresAt }, "inconclusive", now, 0.5)).toMatchObject({ status: "draft" });
});

test("another ARN that fails leaves a proven connection as it stands", () => {
  for (const verdict of ["insecure", "refused", "inconclusive", "lost"] satisfies Verdict[]) {
    expect(decideStatus({ ...proven, ofCandidate: true }, verdict, now, 0.5)).toMatchObject({
      status: "connected",
      candidate: "deleted",
    });
  }
});

test("one refusal changes nothing; the second, ten minutes later, does", () => {
  const once = decideStatus(proven, "refused", now, 0.5);
  expect(once.status).toBe("connected");
  expect(seconds(once.nextCheckAt)).toBe(600);
  expect(decideStatus({ ...proven, refusedSince: ago(9) }, "refused", now, 0.5).status).toBe("connected");
  expect(decideStatus({ ...proven, refusedSince: ago(10) }, "refused", now, 0.5).status).toBe("refused");
});

test("silence is no second refusal, and does not make the first one forgotten", () => {
  for (const verdict of ["inconclusive", "lost"] satisfies Verdict[]) {
    const silent = decideStatus({ ...proven, refusedSince: ago(20) }, verdict, now, 0.5);
    expect(silent).toMatchObject({ status: "connected", refusedSince: ago(20) });
  }
});

test("a connection whose proof is too old turns to refused as a proven one does", () => {
  expect(decideStatus({ ...proven, status: "not_proven", refusedSince: ago(10) }, "refused", now, 0.5).status).toBe("refused");
});

test("nobody turns to refused while too many checks fail at once", () => {
  expect(decideStatus({ ...proven, refusedSince: ago(20), refusalsSuspended: true }, "refused", now, 0.5).status).toBe("connected");
});

test.each<ConnectionStatus>(["quarantined", "disabled", "refused"])(
  "neither silence nor a refusal moves a connection that is %s",
  (status) => {
    for (const verdict of ["refused", "inconclusive", "lost"] satisfies Verdict[]) {
      expect(decideStatus({ ...proven, status, refusedSince: ago(60), provedAt: ago(3000) }, verdict, now, 0.5).status).toBe(status);
    }
  },
);

test("silence keeps the status until the proof is older than 26 hours", () => {
  expect(decideStatus({ ...proven, provedAt: ago(26 * 60) }, "inconclusive", now, 0.5).status).toBe("connected");
  expect(decideStatus({ ...proven, provedAt: ago(26 * 60 + 1) }, "inconclusive", now, 0.5).status).toBe("not_proven");
  expect(decideStatus({ ...proven, provedAt: null }, "inconclusive", now, 0.5).status).toBe("not_proven");
});

test("a first proof is confirmed after one and five minutes, then every twelve hours ± 10 %", () => {
  expect(seconds(decideStatus(submitted, "secure", now, 0.5).nextCheckAt)).toBe(60);
  expect(seconds(decideStatus({ ...proven, confirmStep: 1 }, "secure", now, 0.5).nextCheckAt)).toBe(240);
  expect(seconds(decideStatus({ ...proven, confirmStep: 2 }, "secure", now, 0).nextCheckAt)).toBe(10.8 * 3600);
  expect(seconds(decideStatus(proven, "secure", now, 1).nextCheckAt)).toBe(13.2 * 3600);
});

test("a check that a person asks for does not put a confirmation off", () => {
  const before = { ...proven, confirmStep: 1, nextCheckAt: soon(0.5), asked: true };
  const after = decideStatus(before, "secure", now, 0.5);
  expect(after).toMatchObject({ status: "connected", confirmStep: 1, nextCheckAt: soon(0.5) });
  for (const nextCheckAt of [ago(1), now, null])
    expect(decideStatus({ ...before, nextCheckAt }, "secure", now, 0.5)).toMatchObject({ confirmStep: 2, nextCheckAt: soon(4) });
});

test("only a confirmation of a connected role is kept: any other check that was due is counted anew", () => {
  const before = { ...proven, confirmStep: 1, nextCheckAt: soon(0.5), asked: true };
  const others: Partial<CurrentStatus>[] = [{ asked: false }, { ofCandidate: true }, { status: "not_proven" }, { confirmStep: 3 }];
  for (const other of others) expect(decideStatus({ ...before, ...other }, "secure", now, 0.5).nextCheckAt).not.toEqual(soon(0.5));
});

test.each<ConnectionStatus>(["quarantined", "disabled", "refused", "not_proven"])("a secure run connects a role that is %s", (status) => {
  expect(decideStatus({ ...proven, status }, "secure", now, 0.5).status).toBe("connected");
});
