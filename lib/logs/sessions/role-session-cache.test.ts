import { describe, expect, test } from "vitest";
import type { RoleArn } from "#kernel/aws/role-arn.ts";
import { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import type { Clock } from "#kernel/time/clock.ts";
import type { RoleSession } from "#lib/aws/role-session.ts";
import { createRoleSessionCache, type Opened, type SessionKey } from "./role-session-cache.ts";

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const key = (over: Partial<SessionKey> = {}): SessionKey => ({
  customerId: CustomerId.parse(id(1)),
  connectionId: ConnectionId.parse(id(2)),
  externalIdId: id(3),
  roleArn: "arn:aws:iam::222222222222:role/R" as RoleArn,
  roleId: "AROAONE",
  sessionPolicy: "{}",
  userId: UserId.parse(id(4)),
  ...over,
});

function fakeClock() {
  let at = Date.UTC(2026, 10, 24, 12);
  const clock: Clock = { now: () => new Date(at), wait: () => Promise.reject(new Error("nobody waits here")) };
  return {
    clock,
    pass: (minutes: number) => {
      at += minutes * 60_000;
    },
  };
}

let made = 0;
function sessionFor(clock: Clock): Opened<string> {
  made += 1;
  const expiration = new Date(clock.now().getTime() + 3600_000);
  const credentials = new Secret({ accessKeyId: `K${made}`, secretAccessKey: "s", sessionToken: "t", expiration });
  const session: RoleSession = {
    id: String(made),
    credentials,
    assumedRoleArn: "",
    accountId: "222222222222",
    roleId: "AROAONE",
    expiresAt: expiration,
  };
  return { kind: "session", session };
}

async function idOf(opened: Promise<Opened<string>>): Promise<string> {
  const answer = await opened;
  return answer.kind === "session" ? answer.session.id : `failed: ${answer.failed}`;
}

describe("a role session is never shared", () => {
  const others: [string, Partial<SessionKey>][] = [
    ["with another customer", { customerId: CustomerId.parse(id(9)) }],
    ["with another connection", { connectionId: ConnectionId.parse(id(9)) }],
    ["across External IDs", { externalIdId: id(9) }],
    ["across roles", { roleArn: "arn:aws:iam::222222222222:role/S" as RoleArn }],
    ["with a role re-created under the same ARN", { roleId: "AROATWO" }],
    ["across session policies", { sessionPolicy: '{"a":1}' }],
    ["with another person", { userId: UserId.parse(id(9)) }],
  ];
  test.each(others)("%s", async (_name, over) => {
    const { clock } = fakeClock();
    const cache = createRoleSessionCache(clock);
    const first = await idOf(cache.session(key(), async () => sessionFor(clock)));
    const second = await idOf(cache.session(key(over), async () => sessionFor(clock)));
    expect(second).not.toBe(first);
  });
});

test("a failure is returned and not cached", async () => {
  const { clock } = fakeClock();
  const cache = createRoleSessionCache(clock);
  expect(await idOf(cache.session(key(), async () => ({ kind: "failed", failed: "refused" })))).toBe("failed: refused");
  expect(await idOf(cache.session(key(), async () => sessionFor(clock)))).not.toContain("failed");
});

test("the session of a forgotten connection is opened again", async () => {
  const { clock } = fakeClock();
  const cache = createRoleSessionCache(clock);
  const first = await idOf(cache.session(key(), async () => sessionFor(clock)));
  cache.forget(key().connectionId);
  expect(await idOf(cache.session(key(), async () => sessionFor(clock)))).not.toBe(first);
});

test("a fresh session is reused without another AssumeRole call, and a hundred concurrent requests cause one call", async () => {
  const { clock, pass } = fakeClock();
  const cache = createRoleSessionCache(clock);
  let opened = 0;
  const open = async () => {
    opened += 1;
    return sessionFor(clock);
  };
  const ids = await Promise.all(Array.from({ length: 100 }, () => idOf(cache.session(key(), open))));
  pass(50);
  await cache.session(key(), open);
  expect(new Set(ids).size).toBe(1);
  expect(opened).toBe(1);
});

test("a session in its last minutes is returned immediately and replaced in the background", async () => {
  const { clock, pass } = fakeClock();
  const cache = createRoleSessionCache(clock);
  const first = await idOf(cache.session(key(), async () => sessionFor(clock)));
  pass(58);
  expect(await idOf(cache.session(key(), async () => sessionFor(clock)))).toBe(first);
  expect(await idOf(cache.session(key(), () => Promise.reject(new Error("opened twice"))))).not.toBe(first);
});

test("an expired session is never returned", async () => {
  const { clock, pass } = fakeClock();
  const cache = createRoleSessionCache(clock);
  const first = await idOf(cache.session(key(), async () => sessionFor(clock)));
  pass(60);
  expect(await idOf(cache.session(key(), async () => sessionFor(clock)))).not.toBe(first);
});
