import { expect, test } from "vitest";
import { bodyVerdict, MOST_BODY_BYTES } from "./body-limit.ts";

test.each([
  ["one byte over the limit", { "content-length": String(MOST_BODY_BYTES + 1) }, "too-long"],
  ["a length that is no number", { "content-length": "a few" }, "too-long"],
  ["chunks without end", { "transfer-encoding": "chunked" }, "of-unknown-length"],
  ["the limit itself", { "content-length": String(MOST_BODY_BYTES) }, "fits"],
  ["a length, whatever is said of chunks", { "content-length": "2", "transfer-encoding": "chunked" }, "fits"],
  ["no body", {}, "fits"],
])("a body of %s is judged by its headers alone", (_what, headers, verdict) => {
  expect(bodyVerdict(new Headers(headers as Record<string, string>))).toBe(verdict);
});
