import type { Figures } from "./support/benchmark.ts";
import { callsOfRole } from "./support/calls-of-role.ts";
import { makeDraft, submitDraft } from "./support/draft.ts";
import { LOGS } from "./support/portal.ts";
import { REGION } from "./support/role-credentials.ts";
import type { Stack } from "./support/stack.ts";

const READS = 200;
const CONCURRENCY = 10;

/** AssumeRole calls during reads with a valid role session; there must be none. The ratio is calls + 1, because a ratio to 0 is undefined. */
export async function warmReads(stack: Stack): Promise<Figures> {
  const draft = await makeDraft(stack);
  await submitDraft(stack, draft);
  const { connectionId, roleArn } = draft;
  const read = async () => {
    const query = { connectionId, region: REGION, search: "", nextToken: null };
    const answer = await stack.portal.act({ file: LOGS, name: "listLogGroups" }, `/connections/${connectionId}/logs`, query);
    if (!answer.includes('"ok":true')) throw new Error(`a read failed: ${answer.slice(0, 300)}`);
  };
  await read();
  const mark = await stack.sandbox.now();
  for (let done = 0; done < READS; done += CONCURRENCY) await Promise.all(Array.from({ length: CONCURRENCY }, read));
  const calls = await callsOfRole(stack.sandbox.url, roleArn, mark);
  // Excludes a check of the worker in the meantime: its session also calls without an External ID, which no read does.
  const assumed = calls.filter(({ action }) => action === "AssumeRole");
  const checks = new Set(assumed.filter(({ externalId }) => externalId === null).map(({ sessionName }) => sessionName));
  const opened = assumed.filter(({ sessionName }) => !checks.has(sessionName)).length;
  const listed = calls.filter(({ action }) => action === "DescribeLogGroups").length;
  const ratio = opened + 1;
  return {
    ratio,
    baseline: 1,
    ours: ratio,
    unit: "calls",
    target: 1,
    holds: opened === 0 && listed >= READS,
    notes: [`${opened} AssumeRole calls during ${READS} reads (${listed} DescribeLogGroups calls)`],
  };
}
