import { bytesText } from "#components/logs/search/search-texts.ts";
import { dollarsText } from "#components/ui/dollars-text.ts";
import { costOf, pricePerGb } from "#lib/logs/insights/shared/query-prices.ts";
import type { QueryEstimate } from "#lib/logs/insights/shared/query-view.ts";

/** The spread of an estimate, with its cost where the price is known: "1.2–3.1 GB, about $0.01". Never one figure that looks like a bound. */
export function spreadText(estimate: Pick<QueryEstimate, "lowBytes" | "highBytes">, region: string): string {
  return spreadOfAll([{ ...estimate, region }]);
}

/** The same for several estimates together. No cost is stated if the price of one of the Regions is unknown. */
export function spreadOfAll(estimates: readonly (Pick<QueryEstimate, "lowBytes" | "highBytes"> & { readonly region: string })[]): string {
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const bytes = bytesRangeText(sum(estimates.map(({ lowBytes }) => lowBytes)), sum(estimates.map(({ highBytes }) => highBytes)));
  const costs = estimates.flatMap(({ lowBytes, highBytes, region }) => {
    const [low, high] = [costOf(region, lowBytes), costOf(region, highBytes)];
    return low === null || high === null ? [] : [{ low, high }];
  });
  if (costs.length < estimates.length) return bytes;
  return `${bytes}, ${costsText(sum(costs.map(({ low }) => low)), sum(costs.map(({ high }) => high)))}`;
}

/** "at $0.0063 per GB in eu-central-1", or that the price is unknown. */
export function priceText(region: string): string {
  const price = pricePerGb(region);
  return price === null ? `price unknown for ${region}` : `at $${price} per GB in ${region}`;
}

/** What an estimate rests on. */
export function basisText({ basedOn }: QueryEstimate): string {
  if (basedOn === 0) return "From the bytes that AWS stores for these log groups. It gets narrower after the first query.";
  return `From what ${basedOn === 1 ? "an earlier query" : `${basedOn} earlier queries`} of these log groups scanned.`;
}

/** Bytes, with their cost in this Region where the price is known: "100 GB ($0.63)". */
export function bytesWithCost(bytes: number, region: string): string {
  const cost = costOf(region, bytes);
  return cost === null ? bytesText(bytes) : `${bytesText(bytes)} (${dollarsText(cost)})`;
}

/** Whether a query has the command `limit`, which people may take for a limit of the cost. Text in quotes and comments counts too. */
export const hasLimit = (text: string): boolean => /(?:^|[|])\s*limit\s+[0-9]/im.test(text);

function bytesRangeText(low: number, high: number): string {
  const [from, to] = [bytesText(low), bytesText(high)];
  if (from === to) return to;
  const [amount, unit] = from.split(" ");
  return to.endsWith(` ${unit}`) ? `${amount}–${to}` : `${from}–${to}`;
}

/** US dollars from cents on, because smaller amounts don't matter before a run. */
function costsText(low: number, high: number): string {
  const [from, to] = [centsText(low), centsText(high)];
  if (from !== to) return `${from} to ${to}`;
  return high < LEAST ? to : `about ${to}`;
}

/** Less than half a cent would be rounded to nothing. */
const LEAST = 0.005;

function centsText(dollars: number): string {
  if (dollars < LEAST) return "less than $0.01";
  return `$${dollars.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
