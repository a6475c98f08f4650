import { visibleText } from "#components/logs/text/visible-text.ts";
import { asksFirst } from "#lib/logs/insights/shared/query-limits.ts";
import { hasLimit, priceText, spreadOfAll } from "./estimate-text.ts";
import type { EstimateAnswered } from "./use-estimate.ts";

/** The estimate for the log groups of one connection and Region. */
export interface PlaceEstimate {
  /** The connection, as the page names it. */
  readonly name: string;
  readonly region: string;
  readonly answer: EstimateAnswered;
}

export interface CrossCostWords {
  readonly headline: string;
  readonly detail: string;
  /** The connections that the figures don't include, with the reason, one sentence each. */
  readonly missing: readonly string[];
}

/** Further connections without an estimate are only counted. */
const MOST_NAMED = 2;
const UNKNOWN_SIZE = "AWS doesn’t report how much data these log groups store.";

/** What a run in all connections would probably scan and cost: the sum of their estimates, and which of them have none. */
export function crossCostWords(places: readonly PlaceEstimate[], text: string): CrossCostWords {
  const known = places.flatMap(({ region, answer }) =>
    answer.kind === "known" && answer.value.estimate !== null ? [{ region, ...answer.value.estimate }] : [],
  );
  const without = places.flatMap(({ name, answer }) => {
    const reason = answer.kind === "failed" ? answer.message : answer.value.estimate === null ? UNKNOWN_SIZE : null;
    return reason === null ? [] : [{ name: visibleText(name, true), reason }];
  });
  const missing = without.slice(0, MOST_NAMED).map(({ name, reason }) => `No estimate for ${name}: ${reason}`);
  const further = without.length - missing.length;
  const all = further === 0 ? missing : [...missing, `No estimate for ${further} more.`];
  const asking = places.flatMap(({ name, answer }) =>
    answer.kind === "known" && asksFirst(answer.value) ? [visibleText(name, true)] : [],
  );
  const asks = asking.length > 0 ? [`you must confirm the query in ${asking.join(", ")}`] : [];
  if (known.length === 0) return { headline: "No estimate", detail: asks.join(""), missing: all };
  const details = [
    ...new Set(known.map(({ region }) => priceText(region))),
    ...(hasLimit(text) ? ["the limit in the query doesn’t lower it"] : []),
    ...asks,
  ];
  const of = known.length < places.length ? `for ${known.length} of ${places.length} connections: ` : "";
  return { headline: `Estimated ${of}${spreadOfAll(known)}`, detail: details.join(" · "), missing: all };
}
