import { startBareServer } from "./bare-process.ts";
import type { Figures } from "./benchmark.ts";
import { makeDraft, submitDraft } from "./draft.ts";
import { LOGS } from "./portal.ts";
import { REGION } from "./role-credentials.ts";
import { quantile, spreadOf } from "./spread.ts";
import type { Stack } from "./stack.ts";

const AT_ONCE = 50;
const READS = 1000;
const ROUNDS = 21;
const TARGET = 2;

/** The 95th percentile of an authorised small read at 50 at once, against a bare server that makes the same call for anybody. */
export async function smallRead(stack: Stack): Promise<Figures> {
  const draft = await makeDraft(stack);
  await submitDraft(stack, draft);
  const { connectionId } = draft;
  const query = { connectionId, region: REGION, search: "", nextToken: null };
  const action = { file: LOGS, name: "listLogGroups" };
  const throughPortal = async () => {
    const answer = await stack.portal.act(action, `/connections/${connectionId}/logs`, query);
    if (!answer.includes('"ok":true')) throw new Error(`a read failed: ${answer.slice(0, 300)}`);
  };
  const bare = await startBareServer(stack.sandbox.url, draft);
  const [ours, theirs]: [number[], number[]] = [[], []];
  try {
    for (const read of [bare.read, throughPortal]) await manyReads(read);
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(quantile(await manyReads(bare.read), 0.95));
      ours.push(quantile(await manyReads(throughPortal), 0.95));
    }
  } finally {
    bare.stop();
  }
  const [portal, baseline] = [spreadOf(ours), spreadOf(theirs)];
  const ratio = portal.median / baseline.median;
  return {
    ratio,
    baseline: baseline.median,
    ours: portal.median,
    unit: "ms",
    target: TARGET,
    holds: ratio <= TARGET,
    notes: [`p95 of ${READS} reads, ${AT_ONCE} at once: ${portal.text} ms through the portal, ${baseline.text} ms from the bare server`],
  };
}

/** Milliseconds of each of many reads, always so many under way. */
async function manyReads(read: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  let left = READS;
  const reader = async () => {
    while (left-- > 0) {
      const began = performance.now();
      await read();
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return times;
}
