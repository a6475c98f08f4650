import { describe, expect, test } from "vitest";
import { awsErrorFacts, codeOf, type WhyInconclusive, whyInconclusive } from "./read-aws-error.ts";

const answered = (name: string, status = 400, requestId: string | undefined = "r-1") => ({
  name,
  status,
  requestId,
  systemCode: undefined,
});
const unanswered = (systemCode: string | undefined, name = "Error") => ({ name, status: undefined, requestId: undefined, systemCode });

describe("each error code has its cause", () => {
  const names: Record<string, readonly string[]> = {
    throttled: [
      "Throttling",
      "ThrottlingException",
      "ThrottledException",
      "RequestThrottled",
      "RequestThrottledException",
      "RequestLimitExceeded",
      "TooManyRequestsException",
      "LimitExceededException",
      "SlowDown",
    ],
    "our-credentials": [
      "ExpiredToken",
      "ExpiredTokenException",
      "InvalidClientTokenId",
      "UnrecognizedClientException",
      "SignatureDoesNotMatch",
      "InvalidSignatureException",
      "IncompleteSignature",
      "IncompleteSignatureException",
      "MissingAuthenticationToken",
      "MissingAuthenticationTokenException",
      "OptInRequired",
      "CredentialsProviderError",
      "TokenProviderError",
    ],
    unreachable: ["TimeoutError", "AbortError", "RequestTimeout", "RequestTimeoutException"],
    "region-disabled": ["RegionDisabledException"],
    unexpected: ["ValidationException", "AccessDenied", "Throttle", ""],
  };
  const pairs = Object.entries(names).flatMap(([why, all]) => all.map((name) => [name, why] as const));
  test.each(pairs)("%s is %s", (name, why) => {
    expect(whyInconclusive(answered(name))).toBe(why);
  });
});

describe("a call that never reached AWS is unreachable, and only that", () => {
  const codes = ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ABORT_ERR"];
  test.each(codes)("%s", (code) => {
    expect(whyInconclusive(unanswered(code))).toBe("unreachable");
    expect(whyInconclusive({ ...answered("ValidationException"), systemCode: code })).toBe("unexpected");
  });

  test.each(["EACCES", undefined])("not %s", (code) => {
    expect(whyInconclusive(unanswered(code))).toBe("unexpected");
  });
});

test.each<[number, WhyInconclusive]>([
  [429, "throttled"],
  [430, "unexpected"],
  [499, "unexpected"],
  [500, "unreachable"],
  [503, "unreachable"],
])("an unknown name with status %i is %s", (status, why) => {
  expect(whyInconclusive(answered("Whatever", status))).toBe(why);
});

test("an HTTP answer without an AWS error code or request ID is malformed", () => {
  expect(whyInconclusive({ ...answered("AccessDenied", 403), requestId: undefined })).toBe("malformed");
  expect(whyInconclusive(answered("Unknown", 403))).toBe("malformed");
  expect(whyInconclusive(answered("Error", 403))).toBe("malformed");
});

describe("facts can be read from anything that was thrown", () => {
  function Throttling() {}
  const nothing = { name: "", status: undefined, requestId: undefined, systemCode: undefined };
  test.each([
    undefined,
    null,
    "Throttling",
    429,
    Throttling,
    {},
    { name: 7, $metadata: null, code: 7, cause: null },
    { name: "", code: "" },
  ])("there are no facts in %s", (thrown) => {
    expect(awsErrorFacts(thrown)).toEqual(nothing);
  });

  test("an empty request ID and a status that is not a number are left out", () => {
    expect(awsErrorFacts({ name: "X", $metadata: { httpStatusCode: "403", requestId: "" } })).toEqual({ ...nothing, name: "X" });
  });

  test("name, status and request ID come from AWS; the system code may come from the cause", () => {
    const $metadata = { httpStatusCode: 403, requestId: "r-1" };
    const facts = { name: "AccessDenied", status: 403, requestId: "r-1" };
    expect(awsErrorFacts({ name: "AccessDenied", $metadata, code: "EPIPE" })).toEqual({ ...facts, systemCode: "EPIPE" });
    expect(awsErrorFacts({ name: "Error", cause: { code: "ECONNRESET" } })).toEqual({
      ...nothing,
      name: "Error",
      systemCode: "ECONNRESET",
    });
    expect(awsErrorFacts({ name: "Error", code: "EPIPE", cause: { code: "ECONNRESET" } }).systemCode).toBe("EPIPE");
  });
});

test("the code is that of AWS, or the system code for a call that never reached AWS", () => {
  expect(codeOf(answered("AccessDenied", 403))).toBe("AccessDenied");
  expect(codeOf({ ...answered("Error", 403), systemCode: "EPIPE" })).toBe("Error");
  expect(codeOf({ ...answered("", 403), systemCode: "EPIPE" })).toBeUndefined();
  for (const bare of ["", "Error", "AggregateError"]) expect(codeOf(unanswered("ECONNREFUSED", bare))).toBe("ECONNREFUSED");
  expect(codeOf(unanswered("ECONNREFUSED", "TimeoutError"))).toBe("TimeoutError");
});
