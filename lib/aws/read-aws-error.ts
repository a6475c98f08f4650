/** Why an answer of AWS is inconclusive. Verification reports store it, and texts for people depend on it. */
export type WhyInconclusive =
  | "throttled"
  | "unreachable"
  | "region-disabled"
  | "our-credentials"
  | "malformed"
  | "wrong-identity"
  | "unexpected";

/** Facts of a thrown error. Each can be missing, since not every error comes from AWS. */
interface AwsErrorFacts {
  readonly name: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** The code of a system error, such as ECONNRESET, from the SDK or Node. */
  readonly systemCode: string | undefined;
}

const THROTTLED = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "LimitExceededException",
  "SlowDown",
]);

const OUR_CREDENTIALS = new Set([
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
]);

const UNREACHABLE = new Set(["TimeoutError", "AbortError", "RequestTimeout", "RequestTimeoutException"]);

const NETWORK: ReadonlySet<string | undefined> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ABORT_ERR",
]);

/** Reads the facts of anything that was thrown. It never throws and never reads the message, which is for people. */
export function awsErrorFacts(thrown: unknown): AwsErrorFacts {
  const error = asRecord(thrown);
  const metadata = asRecord(error["$metadata"]);
  const status = metadata["httpStatusCode"];
  return {
    name: text(error["name"]) ?? "",
    status: typeof status === "number" ? status : undefined,
    requestId: text(metadata["requestId"]),
    systemCode: text(error["code"]) ?? text(asRecord(error["cause"])["code"]),
  };
}

/** The error code for verification reports: that of AWS, or the system code for a call that never reached AWS. */
export function codeOf({ name, status, systemCode }: AwsErrorFacts): string | undefined {
  const bare = name === "" || name === "Error" || name === "AggregateError";
  return bare && status === undefined ? systemCode : name || undefined;
}

/** Why an error other than a plain AccessDenied is inconclusive. */
export function whyInconclusive(facts: AwsErrorFacts): WhyInconclusive {
  if (THROTTLED.has(facts.name) || facts.status === 429) return "throttled";
  if (facts.name === "RegionDisabledException") return "region-disabled";
  if (OUR_CREDENTIALS.has(facts.name)) return "our-credentials";
  if (UNREACHABLE.has(facts.name) || (facts.status ?? 0) >= 500) return "unreachable";
  if (facts.status === undefined && NETWORK.has(facts.systemCode)) return "unreachable";
  // An HTTP answer without an AWS error code or request ID is the page of a proxy or a captive portal.
  if (facts.status !== undefined && (facts.requestId === undefined || facts.name === "Unknown" || facts.name === "Error"))
    return "malformed";
  return "unexpected";
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
