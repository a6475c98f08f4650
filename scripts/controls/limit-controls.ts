import { type CodeControl, controlsOf } from "./remove-control.ts";

const COUNTED = "lib/request/limits/counted-calls.test.ts";

/** Controls that limit what one requester can cost a web process: calls a minute, and rows of a list. */
export const LIMIT_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/request/limits/call-limits.ts", "lib/request/limits/call-limits.test.ts", [
    ["calls a minute are unlimited", "waitSeconds === 0 ? null : fail(", "waitSeconds >= 0 ? null : fail("],
    ["the number of counted requesters is unlimited", "await limiter.delete(oldest)", "void oldest", "dropped first"],
  ]),
  ...controlsOf("lib/request/guards/require-customer.ts", COUNTED, [
    ["a customer's calls are not counted", "if (limit !== null) return limit;", ""],
  ]),
  ...controlsOf("lib/request/guards/require-staff.ts", COUNTED, [
    ["calls of staff are not counted", "if (limit !== null) return limit;", ""],
  ]),
  ...controlsOf("lib/request/guards/public-route.ts", COUNTED, [
    ["calls of public routes are not counted", "if (limit !== null) return limit;", ""],
  ]),
  ...controlsOf("lib/request/guards/customer-page.ts", COUNTED, [
    ["a customer's pages are not counted", "if (limited !== null) return limited;", ""],
  ]),
  ...controlsOf("lib/request/guards/staff-page.ts", COUNTED, [
    ["staff pages are not counted", "if (limited !== null) return limited;", ""],
  ]),
  ...controlsOf("lib/request/guards/public-page.ts", COUNTED, [
    ["public pages are not counted", "return limited ?? handler", "void limited;\n      return handler"],
  ]),
  ...controlsOf("lib/request/http-server/http-server.ts", COUNTED, [
    ["code behind the HTTP server can't find its response", "      nameResponse(request, response);\n", "", "a limited page has"],
  ]),
  ...controlsOf("db/queries/connections-read.ts", "db/queries/most-listed.test.ts", [
    ["a page lists any number of connections", ".limit(MOST_LISTED)", "", "connections of a customer"],
  ]),
];
