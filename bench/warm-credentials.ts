import { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";
import { storedRoleArn } from "#kernel/role-arn.ts";
import { Secret } from "#kernel/secret.ts";
import { createRoleSessionCache, type Opened, type SessionKey } from "#lib/logs/sessions/role-session-cache.ts";
import { createSourceIdentityRefusals } from "#lib/logs/sessions/source-identity-denials.ts";
import type { Figures } from "./benchmark.ts";
import { callsOfRole } from "./calls-of-role.ts";
import { type Draft, makeDraft, submitDraft } from "./draft.ts";
import { LOGS } from "./portal.ts";
import { REGION } from "./role-credentials.ts";
import { quantile, spreadOf } from "./spread.ts";
import type { Stack } from "./stack.ts";

const TARGET_CALLS = 1.1;
const TARGET_P99 = 1.2;
const LATENCY_MS = 40;
/** AWS's STS at its slowest: what waits for a refresh would show it. */
const SLOW_STS_MS = 1000;
/** A session is replaced 3 to 5 minutes ahead of its end: one of this life is replaced again and again. */
const SHORT_LIFE_SECONDS = 200;
const AT_ONCE = 10;
const READS = 600;
const ROUNDS = 5;

/**
 * AssumeRole calls that one person's constant reading of one connection costs an hour, by the cache's own clockwork; and
 * what a refresh costs those who read meanwhile: p99 through the portal while sessions are replaced all the time, against
 * p99 with a session that is fresh.
 */
export async function warmCredentials(stack: Stack): Promise<Figures> {
  const calls = await callsAnHour();
  const steady = await connected(stack);
  await stack.sandbox.sessionLife(SHORT_LIFE_SECONDS);
  const refreshed = await connected(stack);
  await stack.sandbox.latency(LATENCY_MS);
  await stack.sandbox.fault({ service: "sts", fault: "delay", ms: SLOW_STS_MS, match: { action: "AssumeRole" } });
  const mark = await stack.sandbox.now();
  const [calm, busy]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      calm.push(quantile(await manyReads(stack, steady), 0.99));
      busy.push(quantile(await manyReads(stack, refreshed), 0.99));
    }
  } finally {
    await stack.sandbox.clearFaults();
    await stack.sandbox.sessionLife();
  }
  const refreshes = (await callsOfRole(stack.sandbox.url, refreshed.roleArn, mark)).filter(({ action }) => action === "AssumeRole").length;
  const [without, during] = [spreadOf(calm), spreadOf(busy)];
  const slower = during.median / without.median;
  return {
    ratio: calls,
    baseline: 1,
    ours: calls,
    unit: "calls",
    target: TARGET_CALLS,
    holds: calls <= TARGET_CALLS && slower <= TARGET_P99 && refreshes >= ROUNDS,
    notes: [
      `p99 of ${READS} reads, ${AT_ONCE} at once: ${during.text} ms while the session was replaced ${refreshes} times by a slow STS, ${without.text} ms with a fresh one; ${slower.toFixed(2)} of ${TARGET_P99}`,
    ],
  };
}

/** A connection whose session is open already. */
async function connected(stack: Stack): Promise<Draft> {
  const draft = await makeDraft(stack);
  await submitDraft(stack, draft);
  await read(stack, draft);
  return draft;
}

async function read({ portal }: Stack, { connectionId }: Draft): Promise<void> {
  const query = { connectionId, region: REGION, search: "", nextToken: null };
  const answer = await portal.act({ file: LOGS, name: "listLogGroups" }, `/connections/${connectionId}/logs`, query);
  if (!answer.includes('"ok":true')) throw new Error(`a read failed: ${answer.slice(0, 300)}`);
}

async function manyReads(stack: Stack, draft: Draft): Promise<number[]> {
  const times: number[] = [];
  let left = READS;
  const reader = async () => {
    while (left-- > 0) {
      const began = performance.now();
      await read(stack, draft);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return times;
}

const HOURS = 200;
const EVERY_MS = 10_000;
const LIFE_MS = 3_600_000;

/**
 * The product's own cache, asked each ten seconds of two hundred hours that pass at once, for a role that takes no source
 * identity: each time that is forgotten costs a call more.
 */
async function callsAnHour(): Promise<number> {
  let now = 0;
  let calls = 0;
  const clock = { now: () => new Date(now), wait: async () => undefined };
  const cache = createRoleSessionCache(clock);
  const refusals = createSourceIdentityRefusals(clock);
  const open = async () => {
    if (!refusals.holds(KEY)) {
      calls += 1;
      refusals.add(KEY);
    }
    calls += 1;
    return { kind: "session", session: sessionUntil(now + LIFE_MS) } as const;
  };
  for (; now < HOURS * LIFE_MS; now += EVERY_MS) await cache.session(KEY, open);
  return calls / HOURS;
}

const KEY: SessionKey = {
  customerId: CustomerId.parse("019d0000-0000-7000-8000-000000000001"),
  connectionId: ConnectionId.parse("019d0000-0000-7000-8000-000000000002"),
  userId: UserId.parse("019d0000-0000-7000-8000-000000000003"),
  externalIdId: "id",
  roleArn: storedRoleArn("arn:aws:iam::222222222222:role/bench"),
  roleId: "AROABENCH",
  sessionPolicy: "{}",
};

function sessionUntil(end: number): Extract<Opened<never>, { kind: "session" }>["session"] {
  const expiresAt = new Date(end);
  const credentials = new Secret({ accessKeyId: "a", secretAccessKey: "s", sessionToken: "t", expiration: expiresAt });
  return { id: String(end), credentials, assumedRoleArn: "", accountId: "222222222222", roleId: "AROABENCH", expiresAt };
}
