import { type Failure, fail } from "#kernel/result.ts";
import type { LogGroupFacts } from "#lib/aws/log-facts.ts";
import { explainLogsOutcome } from "#lib/logs/explain-logs-outcome.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { commandsOfStandardClass } from "./refuse-text.ts";
import { type Patience, patiently, type WaitingPart } from "./wait-patiently.ts";

export const QUERY_ACCESS_NEEDED =
  "The log access of this connection doesn’t include queries. Choose the log access “Query” (AWS bills you for the data that a query scans) and update the stack.";

/**
 * The failure for log groups outside the connection's scope, or for a role whose log access is Browse: decided without a call.
 * undefined when a query may be sent.
 */
export function refuseGroups(reader: LogReader, logGroups: readonly string[]): Failure | undefined {
  if (reader.logAccess === "browse") return fail("not-allowed", QUERY_ACCESS_NEEDED);
  const outside = logGroups.find((name) => !name.startsWith(reader.logGroupPrefix));
  if (outside === undefined) return undefined;
  const sentence = "One of these log groups is outside the scope of the connection. Choose log groups from the list.";
  return fail("invalid", sentence, { fields: { logGroups: sentence } });
}

/** The facts of these log groups: one call. Returns a failure for one that doesn't exist. */
export async function* describeGroups(
  reader: LogReader,
  region: string,
  logGroups: readonly string[],
  patience: Patience,
): AsyncGenerator<WaitingPart, readonly LogGroupFacts[] | Failure> {
  const ask = () => reader.logs.describeLogGroups(region, { names: logGroups, limit: logGroups.length, signal: patience.signal });
  const outcome = yield* patiently(ask, patience);
  if (outcome.kind === "our-fault") reader.dropSession();
  if (outcome.kind !== "ok") return explainLogsOutcome(outcome);
  const found = outcome.value.items;
  const missing = logGroups.filter((name) => !found.some((group) => group.name === name));
  if (missing.length === 0) return found.filter(({ name }) => logGroups.includes(name));
  const sentence = `${missing.length === 1 ? "This log group no longer exists" : "These log groups no longer exist"}: ${missing.slice(0, 3).join(", ")}. Choose other ones.`;
  return fail("not-found", sentence, { fields: { logGroups: sentence } });
}

/** Source: CloudWatch Logs user guide, "Log classes". */
const CHEAPER = new Set(["INFREQUENT_ACCESS", "ESSENTIALS"]);

/** Whether AWS counts a query of these log groups against the quota of five at once. */
export function isInfrequent(groups: readonly LogGroupFacts[]): boolean {
  return groups.some(({ logClass }) => CHEAPER.has(logClass ?? ""));
}

/** The failure for log groups whose class can't run this query; undefined if AWS decides. */
export function refuseClasses(groups: readonly LogGroupFacts[], text: string): Failure | undefined {
  const refused = (sentence: string) => fail("invalid", sentence, { fields: { logGroups: sentence } });
  const delivery = groups.find(({ logClass }) => logClass === "DELIVERY");
  if (delivery !== undefined) return refused(`AWS doesn’t run queries on log groups of the Delivery class, such as ${delivery.name}.`);
  if (!isInfrequent(groups)) return undefined;
  const cheaper = groups.filter(({ logClass }) => CHEAPER.has(logClass ?? ""));
  if (cheaper.length < groups.length)
    return refused(
      "A query can’t read log groups of the Standard class together with those of the Infrequent Access class or the Essentials class. Run one query for each class.",
    );
  const [command] = commandsOfStandardClass(text);
  if (command === undefined) return undefined;
  const sentence = `AWS doesn’t run the command ${command} on log groups of the Infrequent Access class or the Essentials class. Remove it, or choose log groups of the Standard class.`;
  return fail("invalid", sentence, { fields: { text: sentence } });
}
