import { expect, test } from "vitest";
import { readLogsError } from "./logs-outcome.ts";

const thrown = (name: string, more: object = {}) =>
  Object.assign(new Error("Rate exceeded"), { name, $metadata: { httpStatusCode: 400, requestId: "r-1" } }, more);
const read = (cause: unknown, signal?: AbortSignal) => readLogsError(cause, "logs:FilterLogEvents", signal);
const after = (header: unknown) => read(thrown("ThrottlingException", { $response: { headers: { "retry-after": header } } }));

test("after an abort by the caller the outcome is `stopped`, whatever was thrown", () => {
  expect(read(thrown("AccessDeniedException"), AbortSignal.abort())).toEqual({ kind: "stopped" });
  expect(read(thrown("AccessDeniedException"), new AbortController().signal)).toEqual({ kind: "denied", action: "logs:FilterLogEvents" });
});

test("only AccessDeniedException means denied, with the missing permission", () => {
  expect(read(thrown("AccessDeniedException"))).toEqual({ kind: "denied", action: "logs:FilterLogEvents" });
  for (const other of ["AccessDenied", "UnauthorizedOperation"])
    expect(read(thrown(other))).toMatchObject({ kind: "our-fault", code: other });
});

test.each(["InvalidParameterException", "ValidationException", "InvalidOperationException"])(
  "%s means an invalid call, with the message of AWS, unless it is about the class of the log group",
  (name) => {
    expect(read(thrown(name))).toEqual({ kind: "invalid", message: "Rate exceeded" });
    for (const message of ["its log-group-class", "the Log class", "of log group class X"])
      expect(read(thrown(name, { message }))).toEqual({ kind: "infrequent-access" });
    expect(read({ name })).toEqual({ kind: "invalid", message: "" });
  },
);

test("a query that AWS can't read keeps AWS's words without its request, and the position if AWS says one", () => {
  const message = "unexpected symbol found nonsense (Service: AWSLogs; Status Code: 400; Error Code: MalformedQueryException; Proxy: null)";
  const malformed = (location?: object) => read(thrown("MalformedQueryException", { message, queryCompileError: { location } }));
  for (const none of [undefined, {}, { startCharOffset: -1, endCharOffset: 2 }, { startCharOffset: "1" }, { startCharOffset: 0.5 }])
    expect(malformed(none)).toEqual({ kind: "malformed", message: "unexpected symbol found nonsense", at: null });
  expect(malformed({ startCharOffset: 18, endCharOffset: 26 })).toMatchObject({ at: { start: 18, end: 26 } });
  expect(malformed({ startCharOffset: 18, endCharOffset: 3 })).toMatchObject({ at: { start: 18, end: 18 } });
  expect(read({ name: "MalformedQueryException" })).toEqual({ kind: "malformed", message: "", at: null });
});

test("LimitExceededException of StartQuery means that too many queries run; of other calls it does not", () => {
  expect(readLogsError(thrown("LimitExceededException"), "logs:StartQuery", undefined)).toEqual({ kind: "too-many" });
  expect(read(thrown("LimitExceededException"))).not.toMatchObject({ kind: "too-many" });
});

test("the Retry-After time of AWS is used, up to a minute; the default is two seconds", () => {
  expect(after("7")).toEqual({ kind: "throttled", retryAfterMs: 7000 });
  expect(after("61")).toEqual({ kind: "throttled", retryAfterMs: 60_000 });
  for (const none of ["0", "-1", "soon", undefined, "Infinity"]) expect(after(none)).toEqual({ kind: "throttled", retryAfterMs: 2000 });
  for (const bare of [{}, { $response: {} }]) expect(read(thrown("ThrottlingException", bare))).toMatchObject({ retryAfterMs: 2000 });
});

test("not found, unreachable and our own fault are different outcomes, with the cause for the log", () => {
  expect(read(thrown("ResourceNotFoundException"))).toEqual({ kind: "not-found" });
  const away = thrown("TimeoutError");
  expect(read(away)).toEqual({ kind: "unreachable", cause: away });
  const ours = thrown("ExpiredTokenException");
  expect(read(ours)).toEqual({ kind: "our-fault", code: "ExpiredTokenException", cause: ours });
});
