import { expect, test } from "vitest";
import type { ConnectionStatus } from "#kernel/connection-status.ts";
import type { Verdict } from "#kernel/verdict.ts";
import { decideStanding, type Standing } from "./decide-status.ts";

const now = new Date("2026-11-24T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const soon = (minutes: number) => ago(-minutes);
const seconds = (at: Date | null) => (at === null ? null : (at.getTime() - now.getTime()) / 1000);

const submitted: Standing = {
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
const proven: Standing = {
  ...submitted,
  status: "connected",
  provedAt: ago(60),
  confirmStep: 3,
  waitingUntil: null,
  ofCandidate: false,
};

test("an insecure submission leaves a draft and no candidate, however long AWS was waited for", () => {
  expect(decideStanding(submitted, "insecure", now, 0.5)).toMatchObject({
    status: "draft",
    candidate: "deleted",
    nextCheckAt: null,
    waitingUntil: null,
  });
});

test.each<ConnectionStatus>(["connected", "not_proven", "refused", "disabled", "quarantined"])(
  "a granted negative quarantines a role that is %s",
  (status) => {
    expect(decideStanding({ ...proven, status, refusalsSuspended: true }, "insecure", now, 0.5).status).toBe("quarantined");
  },
);

test("a role refused just after it was pasted is waited for, and given up when the two minutes are over", () => {
  const first = decideStanding(submitted, "refused", now, 0.5);
  expect(first).toMatchObject({ status: "checking", candidate: "kept", waitingUntil: submitted.waitingUntil });
  expect(seconds(first.nextCheckAt)).toBe(3);
  const last = decideStanding({ ...submitted, waitingUntil: new Date(now.getTime() + 10_000), inARow: 9 }, "refused", now, 0.5);
  expect(seconds(last.nextCheckAt)).toBe(9);
  const over = decideStanding({ ...submitted, waitingUntil: new Date(now.getTime() + 1000), inARow: 10 }, "refused", now, 0.5);
  expect(over).toMatchObject({ status: "draft", candidate: "deleted", nextCheckAt: null, waitingUntil: null });
});

test("the last try of a role just pasted comes one second before the waiting ends, if that is not less than a second away", () => {
  const left = (ms: number | null) => ({ ...submitted, waitingUntil: ms === null ? null : new Date(now.getTime() + ms) });
  expect(seconds(decideStanding(left(2000), "refused", now, 0.5).nextCheckAt)).toBe(1);
  expect(decideStanding(left(1999), "refused", now, 0.5)).toMatchObject({ status: "draft", candidate: "deleted" });
  expect(decideStanding(left(null), "refused", now, 0.5)).toMatchObject({ status: "draft", candidate: "deleted" });
});

test("a submission without an answer keeps its candidate while that lives, and is a draft again afterwards", () => {
  const silent = decideStanding(submitted, "inconclusive", now, 0.5);
  expect(silent).toMatchObject({ status: "checking", candidate: "kept" });
  expect(seconds(silent.nextCheckAt)).toBe(60);
  const over = decideStanding({ ...submitted, inARow: 6, candidateExpiresAt: soon(5) }, "inconclusive", now, 0.5);
  expect(over).toMatchObject({ status: "draft", candidate: "deleted" });
  for (const candidateExpiresAt of [null, soon(1)])
    expect(decideStanding({ ...submitted, candidateExpiresAt }, "inconclusive", now, 0.5)).toMatchObject({ status: "draft" });
});

test("another ARN that fails leaves a proven connection as it stands", () => {
  for (const verdict of ["insecure", "refused", "inconclusive", "lost"] satisfies Verdict[]) {
    expect(decideStanding({ ...proven, ofCandidate: true }, verdict, now, 0.5)).toMatchObject({
      status: "connected",
      candidate: "deleted",
    });
  }
});

test("one refusal changes nothing; the second, ten minutes later, does", () => {
  const once = decideStanding(proven, "refused", now, 0.5);
  expect(once.status).toBe("connected");
  expect(seconds(once.nextCheckAt)).toBe(600);
  expect(decideStanding({ ...proven, refusedSince: ago(9) }, "refused", now, 0.5).status).toBe("connected");
  expect(decideStanding({ ...proven, refusedSince: ago(10) }, "refused", now, 0.5).status).toBe("refused");
});

test("silence is no second refusal, and does not make the first one forgotten", () => {
  for (const verdict of ["inconclusive", "lost"] satisfies Verdict[]) {
    const silent = decideStanding({ ...proven, refusedSince: ago(20) }, verdict, now, 0.5);
    expect(silent).toMatchObject({ status: "connected", refusedSince: ago(20) });
  }
});

test("a connection whose proof is too old turns to refused as a proven one does", () => {
  expect(decideStanding({ ...proven, status: "not_proven", refusedSince: ago(10) }, "refused", now, 0.5).status).toBe("refused");
});

test("nobody turns to refused while too many checks fail at once", () => {
  expect(decideStanding({ ...proven, refusedSince: ago(20), refusalsSuspended: true }, "refused", now, 0.5).status).toBe("connected");
});

test.each<ConnectionStatus>(["quarantined", "disabled", "refused"])(
  "neither silence nor a refusal moves a connection that is %s",
  (status) => {
    for (const verdict of ["refused", "inconclusive", "lost"] satisfies Verdict[]) {
      expect(decideStanding({ ...proven, status, refusedSince: ago(60), provedAt: ago(3000) }, verdict, now, 0.5).status).toBe(status);
    }
  },
);

test("silence keeps the status until the proof is older than 26 hours", () => {
  expect(decideStanding({ ...proven, provedAt: ago(26 * 60) }, "inconclusive", now, 0.5).status).toBe("connected");
  expect(decideStanding({ ...proven, provedAt: ago(26 * 60 + 1) }, "inconclusive", now, 0.5).status).toBe("not_proven");
  expect(decideStanding({ ...proven, provedAt: null }, "inconclusive", now, 0.5).status).toBe("not_proven");
});

test("a first proof is confirmed after one and five minutes, then every twelve hours ± 10 %", () => {
  expect(seconds(decideStanding(submitted, "secure", now, 0.5).nextCheckAt)).toBe(60);
  expect(seconds(decideStanding({ ...proven, confirmStep: 1 }, "secure", now, 0.5).nextCheckAt)).toBe(240);
  expect(seconds(decideStanding({ ...proven, confirmStep: 2 }, "secure", now, 0).nextCheckAt)).toBe(10.8 * 3600);
  expect(seconds(decideStanding(proven, "secure", now, 1).nextCheckAt)).toBe(13.2 * 3600);
});

test("a check that a person asks for does not put a confirmation off", () => {
  const before = { ...proven, confirmStep: 1, nextCheckAt: soon(0.5), asked: true };
  const after = decideStanding(before, "secure", now, 0.5);
  expect(after).toMatchObject({ status: "connected", confirmStep: 1, nextCheckAt: soon(0.5) });
  for (const nextCheckAt of [ago(1), now, null])
    expect(decideStanding({ ...before, nextCheckAt }, "secure", now, 0.5)).toMatchObject({ confirmStep: 2, nextCheckAt: soon(4) });
});

test("only a confirmation of a connected role is kept: any other check that was due is counted anew", () => {
  const before = { ...proven, confirmStep: 1, nextCheckAt: soon(0.5), asked: true };
  const others: Partial<Standing>[] = [{ asked: false }, { ofCandidate: true }, { status: "not_proven" }, { confirmStep: 3 }];
  for (const other of others) expect(decideStanding({ ...before, ...other }, "secure", now, 0.5).nextCheckAt).not.toEqual(soon(0.5));
});

test.each<ConnectionStatus>(["quarantined", "disabled", "refused", "not_proven"])("a secure run connects a role that is %s", (status) => {
  expect(decideStanding({ ...proven, status }, "secure", now, 0.5).status).toBe("connected");
});
