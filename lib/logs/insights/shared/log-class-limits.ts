/** Commands that AWS runs only on the Standard class. Source: CloudWatch Logs user guide, "Logs Insights QL commands supported in log classes". */
export const ONLY_STANDARD = ["pattern", "diff", "filterIndex", "anomaly"] as const;

/** AWS runs so many queries of the Infrequent Access class at once in an account. Source: CloudWatch Logs quotas, "Query concurrency". */
const MOST_INFREQUENT = 5;

interface Classed {
  readonly name: string;
  readonly logClass?: string | null;
}

/** The classes of which AWS runs fewer queries at once, and fewer commands. Source: CloudWatch Logs user guide, "Log classes". */
const CHEAPER = new Map([
  ["INFREQUENT_ACCESS", "Infrequent Access"],
  ["ESSENTIALS", "Essentials"],
]);

/** Whether AWS counts a query of these log groups against the quota of five at once. */
export const isInfrequent = (groups: readonly Classed[]): boolean => groups.some(({ logClass }) => CHEAPER.has(logClass ?? ""));

/** Why no query can read these log groups together; null if one can. Classes that are not known are no reason. */
export function refusedClasses(groups: readonly Classed[]): string | null {
  const delivery = groups.find(({ logClass }) => logClass === "DELIVERY");
  if (delivery !== undefined) return `AWS doesn’t run queries on log groups of the Delivery class, such as ${delivery.name}.`;
  const cheaper = groups.find(({ logClass }) => CHEAPER.has(logClass ?? ""));
  if (cheaper === undefined || !groups.some(({ logClass }) => logClass === "STANDARD")) return null;
  return `A query can’t read log groups of the Standard class together with those of another class, such as ${cheaper.name}. Run one query for each class.`;
}

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
export function classNoteOf(groups: readonly Classed[]): ClassNote | null {
  const refused = refusedClasses(groups);
  if (refused !== null) return { kind: "refused", sentence: refused };
  const names = new Set(groups.flatMap(({ logClass }) => CHEAPER.get(logClass ?? "") ?? []));
  if (names.size === 0) return null;
  return {
    kind: "limited",
    sentence: `${[...names].join(" and ")} class: AWS doesn’t run the commands ${ONLY_STANDARD.slice(0, -1).join(", ")} and ${ONLY_STANDARD.at(-1)} here. At most ${MOST_INFREQUENT} queries of this class run at once in an account; others wait.`,
  };
}
