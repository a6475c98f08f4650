import { countText } from "#components/ui/count-text.ts";

/** What a search found in the list of one connection and Region. */
export interface Found {
  readonly search: string;
  readonly count: number;
  /** Whether AWS has further pages. */
  readonly hasMore: boolean;
  /** The list could not be read. */
  readonly failed: boolean;
}

/** Lists that a search reads while they are folded. Each costs the account some of its AWS quota, and the person time. */
export const MOST_SEARCHED = 20;

/** What this search found; undefined for what an earlier one found. */
export const ofSearch = (found: Found | undefined, search: string): Found | undefined => (found?.search === search ? found : undefined);

export function foundText({ count, hasMore }: Found): string {
  if (count === 0) return hasMore ? "none found yet" : "none found";
  return `${count}${hasMore ? " or more" : ""} found`;
}

/**
 * What a search found in all lists.
 * @param answered the lists that were read
 * @param lists how many there are
 */
export function foundInAll(answered: readonly Found[], lists: number): string {
  const searched = Math.min(lists, MOST_SEARCHED);
  const count = answered.reduce((sum, found) => sum + found.count, 0);
  const more = answered.some(({ hasMore }) => hasMore) ? " or more" : "";
  const left = lists > searched ? ` Unfold the other ${lists - searched} to search them.` : "";
  if (answered.length < searched) return `${countText(count, "log group")} found so far. Searching…`;
  const failed = answered.filter((found) => found.failed).length;
  const problem = failed === 0 ? "" : ` ${countText(failed, "list")} could not be read.`;
  return `${count}${more} ${count === 1 && more === "" ? "log group" : "log groups"} found.${problem}${left}`;
}
