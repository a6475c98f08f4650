import { startBareServer } from "./support/bare-process.ts";
import type { Figures } from "./support/benchmark.ts";
import { makeDraft, submitDraft } from "./support/draft.ts";
import { LOGS } from "./support/portal.ts";
import { REGION } from "./support/role-credentials.ts";
import { quantile, spreadOf } from "./support/spread.ts";
import type { Stack } from "./support/stack.ts";

const CONCURRENCY = 50;
const READS = 1000;
const ROUNDS = 21;
const TARGET = 2;

/** The p95 of a small authorized read with 50 concurrent ones, compared with a server that makes the same call without authorization. */
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
    notes: [
      `p95 of ${READS} reads, ${CONCURRENCY} concurrent: ${portal.text} ms through the portal, ${baseline.text} ms from the bare server`,
    ],
  };
}

/** The milliseconds of each read, with a constant number of concurrent ones. */
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
  await Promise.all(Array.from({ length: CONCURRENCY }, reader));
  return times;
}
