import { type Failure, fail } from "#kernel/result.ts";
import type { LogGroupFacts } from "#lib/aws/log-facts.ts";
import { explainLogsOutcome } from "#lib/logs/explain-logs-outcome.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { commandsOfStandardClass } from "./refuse-text.ts";
import { isInfrequent, refusedClasses } from "./shared/log-class-limits.ts";
import { type Patience, patiently, type WaitingPart } from "./wait-patiently.ts";

export const QUERY_ACCESS_NEEDED =
  "The log access of this connection doesn’t include queries. On the Query page of this connection, an owner can add them (AWS bills you for the data that a query scans).";

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

/** The failure for log groups whose class can't run this query; undefined if AWS decides. */
export function refuseClasses(groups: readonly LogGroupFacts[], text: string): Failure | undefined {
  // AWS leaves the class out for old log groups, which are of the Standard class.
  const sentence = refusedClasses(groups.map(({ name, logClass }) => ({ name, logClass: logClass ?? "STANDARD" })));
  if (sentence !== null) return fail("invalid", sentence, { fields: { logGroups: sentence } });
  const [command] = isInfrequent(groups) ? commandsOfStandardClass(text) : [];
  if (command === undefined) return undefined;
  const refused = `AWS doesn’t run the command ${command} on log groups of the Infrequent Access class or the Essentials class. Remove it, or choose log groups of the Standard class.`;
  return fail("invalid", refused, { fields: { text: refused } });
}
