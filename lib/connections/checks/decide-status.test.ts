import { expect, test } from "vitest";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { Verdict } from "#kernel/verification/verdict.ts";
import { type CurrentStatus, decideStatus, storesReason } from "./decide-status.ts";

const now = new Date("2026-11-24T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const soon = (minutes: number) => ago(-minutes);
const seconds = (at: Date | null) => (at === null ? null : (at.getTime() - now.getTime()) / 1000);

const submitted: CurrentStatus = {
  status: "verifying",
  verifiedAt: null,
  confirmStep: 0,
  waitingUntil: soon(2),
  deniedSince: null,
  inARow: 1,
  ofPendingArn: true,
  nextCheckAt: null,
  asked: false,
  pendingArnExpiresAt: soon(60),
  denialsSuspended: false,
};
const connected: CurrentStatus = {
  ...submitted,
  status: "connected",
  verifiedAt: ago(60),
  confirmStep: 3,
  waitingUntil: null,
  ofPendingArn: false,
};

test("a submission that is not secure leaves a draft without a pending role ARN, even while waiting for AWS", () => {
  expect(decideStatus(submitted, "not-secure", now, 0.5)).toMatchObject({
    status: "draft",
    pendingArn: "deleted",
    nextCheckAt: null,
    waitingUntil: null,
  });
});

test.each<ConnectionStatus>(["connected", "expired", "access_denied", "disabled", "quarantined"])(
  "an allowed negative probe quarantines a role that is %s",
  (status) => {
    expect(decideStatus({ ...connected, status, denialsSuspended: true }, "not-secure", now, 0.5).status).toBe("quarantined");
  },
);

test("a role denied just after it was submitted is retried, and dropped after two minutes", () => {
  const first = decideStatus(submitted, "access-denied", now, 0.5);
  expect(first).toMatchObject({ status: "verifying", pendingArn: "kept", waitingUntil: submitted.waitingUntil });
  expect(seconds(first.nextCheckAt)).toBe(3);
  const last = decideStatus({ ...submitted, waitingUntil: new Date(now.getTime() + 10_000), inARow: 9 }, "access-denied", now, 0.5);
  expect(seconds(last.nextCheckAt)).toBe(9);
  const over = decideStatus({ ...submitted, waitingUntil: new Date(now.getTime() + 1000), inARow: 10 }, "access-denied", now, 0.5);
  expect(over).toMatchObject({ status: "draft", pendingArn: "deleted", nextCheckAt: null, waitingUntil: null });
});

test("the last try of a new role comes one second before the waiting ends, unless that is less than a second away", () => {
  const left = (ms: number | null) => ({ ...submitted, waitingUntil: ms === null ? null : new Date(now.getTime() + ms) });
  expect(seconds(decideStatus(left(2000), "access-denied", now, 0.5).nextCheckAt)).toBe(1);
  expect(decideStatus(left(1999), "access-denied", now, 0.5)).toMatchObject({ status: "draft", pendingArn: "deleted" });
  expect(decideStatus(left(null), "access-denied", now, 0.5)).toMatchObject({ status: "draft", pendingArn: "deleted" });
});

test("an inconclusive submission keeps its pending role ARN until that expires, and is then a draft again", () => {
  const inconclusive = decideStatus(submitted, "inconclusive", now, 0.5);
  expect(inconclusive).toMatchObject({ status: "verifying", pendingArn: "kept" });
  expect(seconds(inconclusive.nextCheckAt)).toBe(60);
  const over = decideStatus({ ...submitted, inARow: 6, pendingArnExpiresAt: soon(5) }, "inconclusive", now, 0.5);
  expect(over).toMatchObject({ status: "draft", pendingArn: "deleted" });
  for (const pendingArnExpiresAt of [null, soon(1)])
    expect(decideStatus({ ...submitted, pendingArnExpiresAt }, "inconclusive", now, 0.5)).toMatchObject({ status: "draft" });
});

test("another ARN that fails does not change a connected connection", () => {
  for (const verdict of ["not-secure", "access-denied", "inconclusive", "lost"] satisfies Verdict[]) {
    expect(decideStatus({ ...connected, ofPendingArn: true }, verdict, now, 0.5)).toMatchObject({
      status: "connected",
      pendingArn: "deleted",
    });
  }
});

test("one denial changes nothing; the second, ten minutes later, does", () => {
  const once = decideStatus(connected, "access-denied", now, 0.5);
  expect(once.status).toBe("connected");
  expect(seconds(once.nextCheckAt)).toBe(600);
  expect(decideStatus({ ...connected, deniedSince: ago(9) }, "access-denied", now, 0.5).status).toBe("connected");
  expect(decideStatus({ ...connected, deniedSince: ago(10) }, "access-denied", now, 0.5).status).toBe("access_denied");
});

test("an inconclusive run is no second denial, and does not reset the first one", () => {
  for (const verdict of ["inconclusive", "lost"] satisfies Verdict[]) {
    const inconclusive = decideStatus({ ...connected, deniedSince: ago(20) }, verdict, now, 0.5);
    expect(inconclusive).toMatchObject({ status: "connected", deniedSince: ago(20) });
  }
});

test("a connection whose verification has expired changes to access denied like a connected one", () => {
  expect(decideStatus({ ...connected, status: "expired", deniedSince: ago(10) }, "access-denied", now, 0.5).status).toBe("access_denied");
});

test("no connection changes to access denied while too many checks fail at once", () => {
  expect(decideStatus({ ...connected, deniedSince: ago(20), denialsSuspended: true }, "access-denied", now, 0.5).status).toBe("connected");
});

test.each<ConnectionStatus>(["quarantined", "disabled", "access_denied"])(
  "neither an inconclusive run nor a denial changes a connection that is %s",
  (status) => {
    for (const verdict of ["access-denied", "inconclusive", "lost"] satisfies Verdict[]) {
      expect(decideStatus({ ...connected, status, deniedSince: ago(60), verifiedAt: ago(3000) }, verdict, now, 0.5).status).toBe(status);
    }
  },
);

test("inconclusive runs keep the status until the last verification is older than 26 hours", () => {
  expect(decideStatus({ ...connected, verifiedAt: ago(26 * 60) }, "inconclusive", now, 0.5).status).toBe("connected");
  expect(decideStatus({ ...connected, verifiedAt: ago(26 * 60 + 1) }, "inconclusive", now, 0.5).status).toBe("expired");
  expect(decideStatus({ ...connected, verifiedAt: null }, "inconclusive", now, 0.5).status).toBe("expired");
});

test("a first secure run is confirmed after one and five minutes, then every twelve hours ± 10 %", () => {
  expect(seconds(decideStatus(submitted, "secure", now, 0.5).nextCheckAt)).toBe(60);
  expect(seconds(decideStatus({ ...connected, confirmStep: 1 }, "secure", now, 0.5).nextCheckAt)).toBe(240);
  expect(seconds(decideStatus({ ...connected, confirmStep: 2 }, "secure", now, 0).nextCheckAt)).toBe(10.8 * 3600);
  expect(seconds(decideStatus(connected, "secure", now, 1).nextCheckAt)).toBe(13.2 * 3600);
});

test("a check that a person requests does not delay a confirmation", () => {
  const before = { ...connected, confirmStep: 1, nextCheckAt: soon(0.5), asked: true };
  const after = decideStatus(before, "secure", now, 0.5);
  expect(after).toMatchObject({ status: "connected", confirmStep: 1, nextCheckAt: soon(0.5) });
  for (const nextCheckAt of [ago(1), now, null])
    expect(decideStatus({ ...before, nextCheckAt }, "secure", now, 0.5)).toMatchObject({ confirmStep: 2, nextCheckAt: soon(4) });
});

test("only a confirmation of a connected role is kept: any other due check is scheduled again", () => {
  const before = { ...connected, confirmStep: 1, nextCheckAt: soon(0.5), asked: true };
  const others: Partial<CurrentStatus>[] = [{ asked: false }, { ofPendingArn: true }, { status: "expired" }, { confirmStep: 3 }];
  for (const other of others) expect(decideStatus({ ...before, ...other }, "secure", now, 0.5).nextCheckAt).not.toEqual(soon(0.5));
});

test.each<[ConnectionStatus, ConnectionStatus, string, boolean]>([
  ["verifying", "draft", "right-id-denied", false],
  ["verifying", "verifying", "throttled", false],
  ["draft", "verifying", "throttled", false],
  ["verifying", "verifying", "connected-elsewhere", true],
  ["connected", "connected", "throttled", false],
  ["connected", "connected", "connected-elsewhere", false],
  ["connected", "expired", "throttled", true],
  ["connected", "access_denied", "right-id-denied", true],
  ["quarantined", "quarantined", "throttled", false],
])("a connection that was %s and is now %s after %s stores that reason: %s", (before, status, outcomeReason, stores) => {
  expect(storesReason({ before: { status: before }, ofPendingArn: false }, status, { verdict: "inconclusive", outcomeReason })).toBe(
    stores,
  );
});

test("a quarantined connection stores the newest weakness of its own role, and not that of another role that was submitted", () => {
  const found = { verdict: "not-secure", outcomeReason: "any-id" } as const;
  const stores = (status: ConnectionStatus, ofPendingArn: boolean) => storesReason({ before: { status }, ofPendingArn }, status, found);
  expect([stores("quarantined", false), stores("quarantined", true), stores("disabled", false)]).toEqual([true, false, false]);
});

test.each<ConnectionStatus>(["quarantined", "disabled", "access_denied", "expired"])(
  "a secure run connects a role that is %s",
  (status) => {
    expect(decideStatus({ ...connected, status }, "secure", now, 0.5).status).toBe("connected");
  },
);
