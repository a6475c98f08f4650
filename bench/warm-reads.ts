import type { Figures } from "./benchmark.ts";
import { callsOfRole } from "./calls-of-role.ts";
import { makeDraft, submitDraft } from "./draft.ts";
import { LOGS } from "./portal.ts";
import { REGION } from "./role-credentials.ts";
import type { Stack } from "./stack.ts";

const READS = 200;
const AT_ONCE = 10;

/** AssumeRole calls while a role session is fresh: none. The ratio is (calls + 1) ÷ 1, so that it can be told. */
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
  for (let done = 0; done < READS; done += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, read));
  const calls = await callsOfRole(stack.sandbox.url, roleArn, mark);
  // A check of the worker's may fall in between: its session also asks without an External ID, which no read does.
  const asked = calls.filter(({ action }) => action === "AssumeRole");
  const checks = new Set(asked.filter(({ externalId }) => externalId === null).map(({ sessionName }) => sessionName));
  const opened = asked.filter(({ sessionName }) => !checks.has(sessionName)).length;
  const listed = calls.filter(({ action }) => action === "DescribeLogGroups").length;
  const ratio = opened + 1;
  return {
    ratio,
    baseline: 1,
    ours: ratio,
    unit: "calls",
    target: 1,
    holds: opened === 0 && listed >= READS,
    notes: [`${opened} AssumeRole calls during ${READS} reads (${listed} DescribeLogGroups calls on the wire)`],
  };
}
