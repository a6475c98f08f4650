import type { LogClass } from "#lib/logs/shared/log-view.ts";

/** Commands that AWS runs only on the Standard class. Source: CloudWatch Logs user guide, "Logs Insights QL commands supported in log classes". */
export const ONLY_STANDARD = ["pattern", "diff", "filterIndex", "anomaly"] as const;

/** AWS runs so many queries of the Infrequent Access class at once in an account. Source: CloudWatch Logs quotas, "Query concurrency". */
const MOST_INFREQUENT = 5;

/** What the classes of the chosen log groups mean for a query. */
export interface ClassNote {
  /** `refused`: no query can read these log groups together. */
  readonly kind: "limited" | "refused";
  readonly sentence: string;
}

/**
 * What a query of these log groups can't do because of their classes, to be said before it runs. Null for the Standard class, and
 * for classes that are not known: the run refuses what AWS would.
 */
export function classNoteOf(groups: readonly { readonly name: string; readonly logClass?: LogClass | null }[]): ClassNote | null {
  const delivery = groups.find(({ logClass }) => logClass === "DELIVERY");
  if (delivery !== undefined)
    return { kind: "refused", sentence: `AWS doesn’t run queries on log groups of the Delivery class, such as ${delivery.name}.` };
  const cheaper = groups.filter(({ logClass }) => logClass === "INFREQUENT_ACCESS" || logClass === "ESSENTIALS");
  const [first] = cheaper;
  if (first === undefined) return null;
  if (groups.some(({ logClass }) => logClass === "STANDARD"))
    return {
      kind: "refused",
      sentence: `A query can’t read log groups of the Standard class together with those of another class, such as ${first.name}. Run one query for each class.`,
    };
  const names = new Set(cheaper.map(({ logClass }) => (logClass === "ESSENTIALS" ? "Essentials" : "Infrequent Access")));
  return {
    kind: "limited",
    sentence: `${[...names].join(" and ")} class: AWS doesn’t run the commands ${ONLY_STANDARD.slice(0, -1).join(", ")} and ${ONLY_STANDARD.at(-1)} here, and at most ${MOST_INFREQUENT} such queries at once in an account. Further ones wait.`,
  };
}
