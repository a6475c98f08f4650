import { randomBytes } from "node:crypto";

/** The origin of an error without its content: messages and details of errors from libraries contain parameters and ARNs. */
function outlineOf(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(typeof code === "string" && /^[A-Za-z0-9_]{1,40}$/.test(code) ? { code } : {}),
    at: frames.slice(0, 8).map((line) => line.trim()),
    ...(error.cause !== undefined && depth < 3 ? { cause: outlineOf(error.cause, depth + 1) } : {}),
  };
}

/**
 * Logs an unexpected error as one JSON line on stderr and returns the reference that is shown to the person.
 * Only names, codes and stack positions: never messages, parameters or details.
 */
export function logUnexpected(where: string, error: unknown): string {
  const reference = randomBytes(6).toString("hex");
  const line = { at: new Date().toISOString(), level: "error", where, reference, error: outlineOf(error) };
  process.stderr.write(`${JSON.stringify(line)}\n`);
  return reference;
}

/** Writes one JSON line on stderr for the operator of the portal. The sentence is fixed text without parameters. */
export function warnOperator(sentence: string): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level: "warn", problem: sentence })}\n`);
}

/** Ends the web process with exit code 78 (EX_CONFIG), after one JSON line on stderr for each reason why it must not serve. */
export function refuseToServe(reasons: readonly string[]): void {
  for (const problem of reasons) process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level: "error", problem })}\n`);
  process.exit(78);
}
