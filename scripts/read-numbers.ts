import { z } from "zod";
import { readArgument } from "./cli/read-argument.ts";
import { UsageError } from "./run-command.ts";

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
