import { isLoginRejected } from "./database-login.ts";

/**
 * SQLSTATEs of a server that ends a connection, refuses a new one or has none left: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const AWAY_STATE = /^(08...|53300|57P0[123])$/;
/** Node.js's codes of a connection that could not be made or broke. */
const AWAY_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN"]);
/** `pg` gives these errors no code. */
const AWAY_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Query read timeout)/;

/**
 * Whether an error, or one of its causes, means that the database cannot be reached at the moment: it is stopped, starts or
 * restarts, its network is broken, it has no free connection, or it rejects the login while the role's password is changed.
 */
export function isDatabaseAway(error: unknown): boolean {
  for (let depth = 0, at = error; depth < 5 && at instanceof Error; depth++, at = at.cause) {
    const code = "code" in at && typeof at.code === "string" ? at.code : "";
    if (isLoginRejected(at)) return true;
    if (("severity" in at ? AWAY_STATE.test(code) : AWAY_CODES.has(code)) || AWAY_MESSAGES.test(at.message)) return true;
    // Node.js tries each address of a host and reports all failures together.
    if (at instanceof AggregateError && at.errors.some(isDatabaseAway)) return true;
  }
  return false;
}
