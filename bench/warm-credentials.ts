import { storedRoleArn } from "#kernel/aws/role-arn.ts";
import { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { createSourceIdentityRefusals } from "#lib/logs/sessions/open-role-session.ts";
import { createRoleSessionCache, type Opened, type SessionKey } from "#lib/logs/sessions/role-session-cache.ts";
import type { Figures } from "./support/benchmark.ts";
import { callsOfRole } from "./support/calls-of-role.ts";
import { type Draft, makeDraft, submitDraft } from "./support/draft.ts";
import { LOGS } from "./support/portal.ts";
import { REGION } from "./support/role-credentials.ts";
import { quantile, spreadOf } from "./support/spread.ts";
import type { Stack } from "./support/stack.ts";

const TARGET_CALLS = 1.1;
const TARGET_P99 = 1.2;
const LATENCY_MS = 40;
/** A slow STS, so that a read that waits for a refresh is visible in the p99. */
const SLOW_STS_MS = 1000;
/** The portal replaces a session 3 to 5 minutes before it expires, so one that is valid for less than 3 is replaced all the time. */
const SHORT_LIFE_SECONDS = 170;
const CONCURRENCY = 10;
const READS = 600;
const ROUNDS = 5;

/**
 * The AssumeRole calls an hour of one person who constantly reads one connection, by the portal's own session cache. Also compares
 * the p99 of reads while the session is replaced all the time with the p99 with a new session.
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
      `p99 of ${READS} reads, ${CONCURRENCY} concurrent: ${during.text} ms while the session was replaced ${refreshes} times by a slow STS, ${without.text} ms with a new one; ${slower.toFixed(2)} of ${TARGET_P99}`,
    ],
  };
}

/** A connection for which the portal has a role session. */
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
  await Promise.all(Array.from({ length: CONCURRENCY }, reader));
  return times;
}

const HOURS = 200;
const EVERY_MS = 10_000;
const LIFE_MS = 3_600_000;

/**
 * AssumeRole calls an hour of the portal's session cache, which is read every ten seconds of 200 simulated hours, for a role that
 * denies a source identity. Each time the cache has forgotten that costs another call.
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
