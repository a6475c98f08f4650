import { z } from "zod";
import { BadEnvironment } from "#kernel/env.ts";
import { unsafeRoleIn } from "#lib/audit/open-database.ts";

/** Arguments that were not understood: the command says so, shows its usage and ends with 64 (EX_USAGE). */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What a command was refused, as a sentence: it ends with 1. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/**
 * Runs a command of package.json with its arguments. What goes wrong becomes one clear sentence on stderr and an exit
 * status: 64 for the arguments, 78 for the environment (EX_CONFIG), 1 for the rest. An error's own text is never printed
 * unless it is ours: the database repeats parameters in its errors.
 */
export async function runCommand(usage: string, run: (args: readonly string[]) => Promise<void>): Promise<void> {
  try {
    await run(process.argv.slice(2));
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
  console.error(error instanceof Refused ? error.message : `The command failed: ${describe(error)}`);
  return 1;
}

/** The code of whatever failed (`ECONNREFUSED`, `28P01` …) and nothing else of it. */
function describe(error: unknown): string {
  for (let depth = 0, at = error; depth < 5 && at instanceof Error; depth += 1, at = at.cause) {
    if ("code" in at && typeof at.code === "string" && /^[A-Z0-9_]{3,40}$/.test(at.code))
      return `the database returned the error ${at.code}.`;
  }
  return `an unexpected ${error instanceof Error ? error.name : "error"}.`;
}

/** One argument of a command, parsed; what does not parse is told with its name. @throws UsageError */
export function readArgument<S extends z.ZodType>(schema: S, raw: string | undefined, name: string): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${name}: ${parsed.error.issues[0]?.message ?? "invalid value."}`);
}

const whole = z
  .string()
  .regex(/^[0-9]{1,10}$/, "requires a whole number.")
  .transform(Number);

/** Arguments of the form `--name 12`; one that is not given has its default. @throws UsageError */
export function readNumbers<Name extends `--${string}`>(args: readonly string[], defaults: Readonly<Record<Name, number>>) {
  const read: Record<Name, number> = { ...defaults };
  const isName = (text: string): text is Name => Object.hasOwn(defaults, text);
  for (let at = 0; at < args.length; at += 2) {
    const name = args[at] ?? "";
    if (!isName(name)) throw new UsageError(`Unknown option "${name}".`);
    read[name] = readArgument(whole, args[at + 1] ?? "", name);
  }
  return read;
}
