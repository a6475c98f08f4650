import type { z } from "zod";
import { UsageError } from "#scripts/run-command.ts";

/** One argument of a command, parsed; what does not parse is told with its name. @throws UsageError */
export function readArgument<S extends z.ZodType>(schema: S, raw: string | undefined, name: string): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${name}: ${parsed.error.issues[0]?.message ?? "invalid value."}`);
}
