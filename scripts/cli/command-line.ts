import { parseArgs } from "node:util";
import { z } from "zod";
import { BadEnvironment } from "#kernel/process/env.ts";
import { unsafeRoleIn } from "#lib/audit/open-database.ts";

/** Wrong arguments. The command prints the message and its usage, and exits with 64 (EX_USAGE). */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The command could not do its work. The message is a sentence for the operator; the exit status is 1. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

/** One operator command. A module exports it as `command`, so that `sallyport --help` need not load it. */
export interface Command {
  /** What follows `npm run -s sallyport --`, for example `people erase ADDRESS`. */
  readonly usage: string;
  run(args: readonly string[]): Promise<void>;
}

/**
 * Runs a command and turns every failure into one sentence on standard error and an exit status: 64 for wrong arguments, 78 for a wrong
 * environment (EX_CONFIG), 1 for everything else. Prints the message of an error only if the error is one of ours: Postgres repeats
 * parameters in its messages, and those can be secrets.
 */
export async function runCommand(
  usage: string,
  run: (args: readonly string[]) => Promise<void>,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  try {
    await run(args);
  } catch (error) {
    process.exitCode = report(error, usage);
  }
}

function report(error: unknown, usage: string): number {
  if (error instanceof UsageError) {
    console.error(`${error.message}\nUsage: ${usage}`);
    return 64;
  }
  const wrongSetting = error instanceof BadEnvironment ? error.message : unsafeRoleIn(error);
  if (wrongSetting !== undefined) {
    console.error(wrongSetting);
    return 78;
  }
  console.error(error instanceof CommandFailed ? error.message : `The command failed: ${describe(error)}`);
  return 1;
}

/** The error code of Postgres or Node.js (`ECONNREFUSED`, `28P01`), without any other part of the error. */
function describe(error: unknown): string {
  for (let depth = 0, at = error; depth < 5 && at instanceof Error; depth += 1, at = at.cause) {
    if ("code" in at && typeof at.code === "string" && /^[A-Z0-9_]{3,40}$/.test(at.code))
      return `error ${at.code}. Check that the database is available and that its URL and password are correct.`;
  }
  return `an unexpected ${error instanceof Error ? error.name : "error"}.`;
}

interface Accepted<Flag extends string, Value extends string> {
  /** Options without a value, such as `print` for `--print`. */
  readonly flags?: readonly Flag[];
  /** Options with a value, such as `count` for `--count 100`. */
  readonly values?: readonly Value[];
  /** The largest number of arguments that are not options; none by default. */
  readonly positionals?: number;
}

interface Arguments<Flag extends string, Value extends string> {
  readonly flags: ReadonlySet<Flag>;
  readonly values: Readonly<Partial<Record<Value, string>>>;
  readonly positionals: readonly string[];
}

/** Reads a command's arguments. Each option may be given once, in any order. @throws UsageError for anything that is not accepted */
export function readArguments<Flag extends string = never, Value extends string = never>(
  args: readonly string[],
  { flags = [], values = [], positionals: most = 0 }: Accepted<Flag, Value>,
): Arguments<Flag, Value> {
  const options = Object.fromEntries([
    ...flags.map((name) => [name, { type: "boolean" }] as const),
    ...values.map((name) => [name, { type: "string" }] as const),
  ]);
  // `strict` would throw parseArgs's own messages, which explain its API instead of our command.
  const { tokens, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
  const given = { flags: new Set<Flag>(), values: {} as Partial<Record<Value, string>> };
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const [flag, value] = [flags.find((name) => name === token.name), values.find((name) => name === token.name)];
    if (flag === undefined && value === undefined) throw new UsageError(`Unknown option "${token.rawName}".`);
    if ((flag && given.flags.has(flag)) || (value && given.values[value] !== undefined))
      throw new UsageError(`${token.rawName} is given twice.`);
    if (flag !== undefined && token.value !== undefined) throw new UsageError(`${token.rawName} does not take a value.`);
    if (flag !== undefined) given.flags.add(flag);
    if (value !== undefined && token.value === undefined) throw new UsageError(`${token.rawName} requires a value.`);
    if (value !== undefined && token.value !== undefined) given.values[value] = token.value;
  }
  const excess = positionals[most];
  if (excess !== undefined) throw new UsageError(`Unexpected argument "${excess}".`);
  return { ...given, positionals };
}

/** Parses one argument with a schema. @throws UsageError with the argument's name and what is wrong */
export function readArgument<S extends z.ZodType>(schema: S, raw: string | undefined, name: string): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${name}: ${parsed.error.issues[0]?.message ?? "invalid value."}`);
}

const wholeNumber = z
  .string()
  .regex(/^[0-9]{1,10}$/, "requires a whole number.")
  .transform(Number);

/** Reads options of the form `--count 12`. An option that is not given has its default. @throws UsageError */
export function readNumbers<Name extends string>(args: readonly string[], defaults: Readonly<Record<Name, number>>): Record<Name, number> {
  const { values } = readArguments<never, Name>(args, { values: Object.keys(defaults) as Name[] });
  const read: Record<Name, number> = { ...defaults };
  for (const [name, text] of Object.entries(values) as [Name, string][]) read[name] = readArgument(wholeNumber, text, `--${name}`);
  return read;
}

/** Exits with 0 when the reader of standard output closes it, as `head` does when it has enough lines. For commands that change nothing. */
export function exitWhenReaderCloses(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
}

/**
 * Keeps a process running without its log when the reader of its output is gone. Otherwise each line that can't be written
 * raises an error that Next.js logs, which fails in the same way: the process would use a whole core and not even end at SIGTERM.
 */
export function outliveReaderOfOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}
