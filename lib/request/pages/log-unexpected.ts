import { randomBytes } from "node:crypto";

/** Where an error came from, without what it was about: messages and details of foreign errors carry parameters and ARNs. */
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
 * Logs what nobody expected as one JSON line on stderr and returns the reference that the person is shown.
 * Names, codes and places only: never messages, parameters or details (10-database §3).
 */
export function logUnexpected(where: string, error: unknown): string {
  const reference = randomBytes(6).toString("hex");
  const line = { at: new Date().toISOString(), level: "error", where, reference, error: outlineOf(error) };
  process.stderr.write(`${JSON.stringify(line)}\n`);
  return reference;
}

/** One JSON line on stderr for whoever runs the portal. The sentence is ours and holds no parameter of anybody's. */
export function warnOperator(sentence: string): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level: "warn", problem: sentence })}\n`);
}

/** Ends the web process with 78 (EX_CONFIG), after one JSON line on stderr for each reason why it must not serve. */
export function refuseToServe(reasons: readonly string[]): void {
  for (const problem of reasons) process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level: "error", problem })}\n`);
  process.exit(78);
}
