import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Figures } from "./benchmark.ts";
import { makeDraft, submitDraft } from "./draft.ts";
import { LOGS } from "./portal.ts";
import { REGION, roleCredentials } from "./role-credentials.ts";
import { spreadOf } from "./spread.ts";
import type { Stack } from "./stack.ts";

const LATENCY_MS = 80;
/** What the portal may take beyond one round trip of FilterLogEvents. */
const ALLOWED_MS = 50;
const GROUP = "/app/scale/million";
/** What the portal asks for: the same events, and as many. */
const EVENTS = 1000;
const WARM_UP = 5;
const ROUNDS = 15;

/** The first rows of a search through the portal with a warm role session, against the SDK's promise for the same page. */
export async function firstRow(stack: Stack): Promise<Figures> {
  const draft = await makeDraft(stack);
  await submitDraft(stack, draft);
  const { connectionId } = draft;
  const credentials = await roleCredentials(stack.sandbox.url, draft);
  const sdk = new CloudWatchLogsClient({ region: REGION, endpoint: stack.sandbox.url, credentials });
  const to = Date.now();
  const from = to - 3_600_000;
  const search = { connectionId, region: REGION, logGroup: GROUP, from, to, pattern: "", cursor: null };
  const page = { logGroupName: GROUP, startTime: from, endTime: to, limit: EVENTS, startFromHead: false };
  await stack.sandbox.latency(LATENCY_MS);
  const trips: number[] = [];
  const rows: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const began = performance.now();
    await sdk.send(new FilterLogEventsCommand(page));
    const trip = performance.now() - began;
    const action = { file: LOGS, name: "searchLogEvents" };
    const { ms } = await stack.portal.actUntil(action, `/connections/${connectionId}/logs`, search, '"kind":"events"');
    if (round < WARM_UP) continue;
    trips.push(trip);
    rows.push(ms);
  }
  sdk.destroy();
  const [trip, ours] = [spreadOf(trips), spreadOf(rows)];
  const baseline = trip.median + ALLOWED_MS;
  const ratio = ours.median / baseline;
  return {
    ratio,
    baseline,
    ours: ours.median,
    unit: "ms",
    target: 1,
    holds: ratio <= 1,
    notes: [`first rows after ${ours.text} ms; the SDK alone has the page after ${trip.text} ms; ${ALLOWED_MS} ms more are allowed`],
  };
}
