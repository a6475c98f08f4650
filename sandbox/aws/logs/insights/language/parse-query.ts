import { parseCommand } from "./parse-command.ts";
import { QuerySyntaxError } from "./query-error.ts";
import type { Command } from "./query-syntax.ts";
import { TokenReader } from "./token-reader.ts";

/** Source: CloudWatch Logs user guide, Logs Insights QL, `stats`, "Notes and limitations". */
const MAX_STATS = 2;

/**
 * Parses a query of the Logs Insights query language into its commands. `isInfrequentAccess` says whether it reads a log group of that
 * class, which has fewer commands.
 * @throws QuerySyntaxError for what AWS rejects, and for commands that the sandbox does not support
 */
export function parseQuery(query: string, { isInfrequentAccess = false } = {}): readonly Command[] {
  const reader = new TokenReader(query);
  const commands: Command[] = [];
  do {
    const { peek } = reader;
    const command = parseCommand(reader, isInfrequentAccess);
    if (commands.some(({ kind }) => kind === "dedup") && command.kind !== "limit") throw reader.unexpected(peek);
    commands.push(command);
  } while (reader.takesSymbol("|"));
  if (reader.peek.kind !== "end") throw reader.unexpected();
  checkStats(commands);
  return commands;
}

/** A query has at most two `stats`, and `sort` and `limit` come after the second one. */
function checkStats(commands: readonly Command[]): void {
  const stats = commands.filter(({ kind }) => kind === "stats");
  const [, second, third] = stats;
  if (third !== undefined) throw new QuerySyntaxError(`A query can have a maximum of ${MAX_STATS} stats commands`, third);
  if (second === undefined) return;
  const early = commands.slice(0, commands.indexOf(second)).find(({ kind }) => kind === "sort" || kind === "limit");
  if (early !== undefined) throw new QuerySyntaxError(`The command ${early.kind} must be after the second stats command`, early);
}
