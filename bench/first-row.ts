import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Page } from "playwright";
import type { Figures } from "./support/benchmark.ts";
import { makeDraft, submitDraft } from "./support/draft.ts";
import { launchBrowser, pageWithRows } from "./support/logs-page.ts";
import { MILLION } from "./support/million-range.ts";
import { REGION, roleCredentials } from "./support/role-credentials.ts";
import { spreadOf } from "./support/spread.ts";
import type { Stack } from "./support/stack.ts";

const LATENCY_MS = 80;
/**
 * The range contains 10,000 events of the seeded log group: more than one page, which has at most 1 MB.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
const EVENTS = 10_000;
const RANGE_MS = 100 * 60_000;
const TARGET = 1.1;
/** How many events the portal requests first, and how many ms it may take beyond the SDK's request for so many. */
const FIRST_EVENTS = 100;
const ALLOWED_MS = 50;
const WARM_UP = 5;
const ROUNDS = 15;

/** The time from the click on Search to the first row in a real browser, compared with the SDK's request for a whole page. */
export async function firstRow(stack: Stack): Promise<Figures> {
  const draft = await makeDraft(stack);
  await submitDraft(stack, draft);
  const credentials = await roleCredentials(stack.sandbox.url, draft);
  const sdk = new CloudWatchLogsClient({ region: REGION, endpoint: stack.sandbox.url, credentials });
  const browser = await launchBrowser();
  const [pages, firsts, rows]: [number[], number[], number[]] = [[], [], []];
  let eventsOfPage = 0;
  try {
    const page = await pageWithRows(browser, stack, draft.connectionId, EVENTS);
    await stack.sandbox.latency(LATENCY_MS);
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const whole = await sdkPage(sdk);
      const first = await sdkPage(sdk, FIRST_EVENTS);
      eventsOfPage = whole.events;
      const ours = await searchAgain(page);
      if (round < WARM_UP) continue;
      pages.push(whole.ms);
      firsts.push(first.ms);
      rows.push(ours);
    }
  } finally {
    sdk.destroy();
    await browser.close();
  }
  const [whole, first, ours] = [spreadOf(pages), spreadOf(firsts), spreadOf(rows)];
  const ratio = ours.median / whole.median;
  return {
    ratio,
    baseline: whole.median,
    ours: ours.median,
    unit: "ms",
    target: TARGET,
    holds: ratio <= TARGET && ours.median <= first.median + ALLOWED_MS,
    notes: [
      `from the click to the first row ${ours.text} ms; the SDK has the page, of ${eventsOfPage} events, after ${whole.text} ms`,
      `the SDK has the ${FIRST_EVENTS} events that the portal requests first after ${first.text} ms, and ${ALLOWED_MS} ms more are allowed`,
    ],
  };
}

/** How long the SDK takes to get the newest page. @throws if the page has fewer events than the portal requests first */
async function sdkPage(sdk: CloudWatchLogsClient, limit?: number): Promise<{ readonly ms: number; readonly events: number }> {
  const to = Date.now();
  const range = { logGroupName: MILLION, startTime: to - RANGE_MS, endTime: to, startFromHead: false };
  const began = performance.now();
  const { events = [] } = await sdk.send(new FilterLogEventsCommand({ ...range, ...(limit !== undefined && { limit }) }));
  const ms = performance.now() - began;
  if (events.length < FIRST_EVENTS * 0.98) throw new Error(`the page had ${events.length} events`);
  return { ms, events: events.length };
}

/** Clicks Search. Returns the milliseconds, measured in the page, until the previous rows were removed and a new one was displayed. */
async function searchAgain(page: Page): Promise<number> {
  const seen = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const isThere = () => document.querySelector('[role="listitem"][aria-posinset]') !== null;
        let [began, gone] = [0, false];
        document.addEventListener("click", ({ timeStamp }) => (began = timeStamp), { capture: true, once: true });
        const observer = new MutationObserver(() => {
          gone ||= !isThere();
          if (!gone || !isThere()) return;
          observer.disconnect();
          resolve(performance.now() - began);
        });
        observer.observe(document.body, { childList: true, subtree: true });
      }),
  );
  await page.getByRole("button", { name: "Search", exact: true }).click();
  const ms = await seen;
  // Waits for the end of the search, so that it does not overlap with the next round.
  await page
    .getByText(/^Searched (the whole range|back to [0-9A-Za-z: ]+[^…]$)/)
    .first()
    .waitFor();
  return ms;
}
