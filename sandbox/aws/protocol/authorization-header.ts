import type { IncomingMessage } from "node:http";
import { AwsError } from "./aws-error.ts";

interface Clock {
  now(): Date;
  readonly skewError: "SignatureDoesNotMatch" | "RequestExpired";
}

export interface AuthorizationHeader {
  readonly accessKeyId: string;
  /** `yyyymmdd` of the credential scope. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: ReadonlySet<string>;
  readonly signature: string;
  /** The time in `x-amz-date`. */
  readonly signedAt: Date;
}

const HEADER =
  /^AWS4-HMAC-SHA256 +Credential=([^/, ]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, *SignedHeaders=([a-z0-9;_-]+), *Signature=([0-9a-f]{64})$/;
const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
const SKEW_MS = 15 * 60_000;

const mismatch = (message: string) => new AwsError("SignatureDoesNotMatch", message, 403);

/**
 * Reads the Signature Version 4 header and checks everything that needs no secret: the syntax, the date (the day of the scope,
 * within 15 minutes of the clock), and that host, x-amz-date and every other x-amz-* header are signed.
 * @throws AwsError MissingAuthenticationToken, IncompleteSignature, SignatureDoesNotMatch or the clock's own error for a wrong date
 */
export function readAuthorization(req: IncomingMessage, clock: Clock): AuthorizationHeader {
  const header = req.headers.authorization;
  if (header === undefined) throw new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
  const match = HEADER.exec(header);
  if (match === null) throw new AwsError("IncompleteSignature", `Authorization header is not a Signature Version 4 header.`, 400);
  const [, accessKeyId = "", day = "", region = "", service = "", names = "", signature = ""] = match;
  const signedHeaders = new Set(names.split(";"));
  for (const required of ["host", "x-amz-date"]) {
    if (!signedHeaders.has(required)) throw mismatch(`'${required}' must be a signed header.`);
  }
  for (const name of Object.keys(req.headers)) {
    if (name.startsWith("x-amz-") && !signedHeaders.has(name))
      throw mismatch(`There were headers present in the request which were not signed: ${name}`);
  }
  return { accessKeyId, day, region, service, signedHeaders, signature, signedAt: dateOf(req.headers["x-amz-date"], day, clock) };
}

function dateOf(header: string | string[] | undefined, day: string, clock: Clock): Date {
  const now = clock.now();
  const match = typeof header === "string" ? DATE.exec(header) : null;
  if (match === null) throw new AwsError("IncompleteSignature", "Date must be in ISO-8601 'basic format'.", 400);
  const [text, year, month, date, hour, minute, second] = match;
  if (!text.startsWith(day))
    throw mismatch(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${text.slice(0, 8)}'.`,
    );
  const signedAt = new Date(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
  const skew = now.getTime() - signedAt.getTime();
  if (Number.isNaN(skew)) throw new AwsError("IncompleteSignature", "Date must be in ISO-8601 'basic format'.", 400);
  if (Math.abs(skew) > SKEW_MS && clock.skewError === "RequestExpired") throw new AwsError("RequestExpired", "Request has expired.", 400);
  if (skew > SKEW_MS)
    throw mismatch(`Signature expired: ${text} is now earlier than ${basic(now.getTime() - SKEW_MS)} (${basic(now.getTime())} - 15 min.)`);
  if (skew < -SKEW_MS)
    throw mismatch(
      `Signature not yet current: ${text} is still later than ${basic(now.getTime() + SKEW_MS)} (${basic(now.getTime())} + 15 min.)`,
    );
  return signedAt;
}

const basic = (time: number): string => `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
