import { requestId } from "./request-id.ts";

const ROUTES = ["POST /v1/charges", "GET /v1/charges", "POST /v1/refunds", "GET /v1/balance", "POST /v1/customers", "GET /v1/payouts"];
const FAILURES = ["card declined", "upstream timeout", "could not serialize access", "connection reset by peer"];

/** A line of an HTTP service: JSON, one in a hundred an error, one in twenty slow, now and then plain text. */
export function writePaymentLine(index: number, random: number): string {
  const kind = random % 100;
  const route = ROUTES[(random >>> 8) % ROUTES.length] ?? "GET /";
  const id = requestId(random);
  const ms = 8 + ((random >>> 4) % 90);
  if (kind === 0) {
    const status = (random >>> 12) % 3 === 0 ? 503 : 500;
    return `{"level":"error","msg":"${route}: ${FAILURES[(random >>> 16) % FAILURES.length]}","status":${status},"request_id":"${id}","ms":${ms * 30},"attempt":${1 + (index % 3)}}`;
  }
  if (kind === 1) return `healthz ok pid=${1 + (random % 64)} open=${random % 400}`;
  if (kind < 7) return `{"level":"warn","msg":"${route}: slow","status":200,"request_id":"${id}","ms":${ms * 12}}`;
  const status = kind < 10 ? 404 : kind < 30 ? 201 : 200;
  return `{"level":"info","msg":"${route}","status":${status},"request_id":"${id}","ms":${ms}}`;
}
