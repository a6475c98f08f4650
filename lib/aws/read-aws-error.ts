/** Why AWS's answer proves nothing. A closed list: it is stored in receipts and decides what a person is told. */
export type WhyInconclusive =
  | "throttled"
  | "unreachable"
  | "region-disabled"
  | "our-credentials"
  | "malformed"
  | "wrong-identity"
  | "unexpected";

/** What a thrown error says about itself; every part may be missing, since not everything that throws comes from AWS. */
interface AwsErrorFacts {
  readonly name: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** A system error's code (ECONNRESET …), the SDK's or Node's. */
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

/** The facts of anything that was thrown. It never throws itself, and never reads the message: that is for humans. */
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

/** The one word a receipt shows for an error: AWS's code, or the system's for what never reached AWS. */
export function codeOf({ name, status, systemCode }: AwsErrorFacts): string | undefined {
  const bare = name === "" || name === "Error" || name === "AggregateError";
  return bare && status === undefined ? systemCode : name || undefined;
}

/** Why an error that is no plain refusal proves nothing. Source: 04-security §2.4. */
export function whyInconclusive(facts: AwsErrorFacts): WhyInconclusive {
  if (THROTTLED.has(facts.name) || facts.status === 429) return "throttled";
  if (facts.name === "RegionDisabledException") return "region-disabled";
  if (OUR_CREDENTIALS.has(facts.name)) return "our-credentials";
  if (UNREACHABLE.has(facts.name) || (facts.status ?? 0) >= 500) return "unreachable";
  if (facts.status === undefined && NETWORK.has(facts.systemCode)) return "unreachable";
  // A page of a proxy or a portal: an HTTP answer without AWS's error code or request id.
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
