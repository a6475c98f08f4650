import { createSecretKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import { partitionOf } from "#kernel/aws/partition.ts";

/** The fields of the environment schemas. The variable's name is put before each message. */

const required = { error: "is not set" };

export const text = z.string(required).min(1, "is empty");

export const postgresUrl = z.string(required).regex(/^postgres(ql)?:\/\//, "is not a postgres:// URL");

export const webUrl = z.url({ protocol: /^https?$/, error: "is not an http(s) URL" }).transform((url) => url.replace(/\/+$/, ""));

const MOST_VALUES = 4;

/** Values that are separated by `between`, newest first. A rotation needs two; more than four would only be forgotten ones. */
const listOf = (between: RegExp) =>
  z
    .string(required)
    .transform((list) => list.split(between).filter((value) => value !== ""))
    .refine((values) => values.length > 0, "is empty")
    .refine((values) => values.length <= MOST_VALUES, `must have at most ${MOST_VALUES} values`)
    .refine((values) => new Set(values).size === values.length, "must not contain the same value twice");

/** Own secrets as `new,old` or one on each line, of at least 32 characters each. The first one signs; all of them check. */
export const longSecrets = listOf(/\s*[,\n]\s*/).refine(
  (values) => values.every((value) => value.length >= 32),
  "must have at least 32 characters (each value, if there are several)",
);

/** Secrets that another service chose, separated by spaces or line breaks, since they may contain commas. They are tried in this order. */
export const givenSecrets = listOf(/\s+/);

export const smtpUrls = givenSecrets.refine((urls) => urls.every((url) => /^smtps?:\/\//.test(url)), "is not an smtp:// URL");

export const region = z.string(required).refine((name) => partitionOf(name) !== undefined, "is not an AWS Region");

const account = /^[0-9]{12}$/;
export const accountId = z.string().regex(account, "is not an AWS account ID (12 digits)");

/** One or more 12-digit account IDs, separated by commas. */
export const accountIds = z
  .string(required)
  .transform((list) => list.split(",").map((id) => id.trim()))
  .refine((ids) => ids.every((id) => account.test(id)), "must be comma-separated AWS account IDs (12 digits)");

const principal = /^arn:(aws|aws-us-gov|aws-cn):iam::[0-9]{12}:(role|user)\/[A-Za-z0-9_+=,.@/-]+$/;
export const principalArns = z
  .string(required)
  .transform((list) => list.split(",").map((arn) => arn.trim()))
  .refine((arns) => arns.every((arn) => principal.test(arn)), "must be comma-separated ARNs of IAM roles");

export const roleArn = z.string().regex(principal, "is not the ARN of an IAM role");

export interface KeyRingEntry {
  readonly id: string;
  readonly key: KeyObject;
}

/** 32-byte keys as `id:base64,id2:base64`, from `openssl rand -base64 32`. The first one encrypts; all of them decrypt. */
export const keyRing = z.string(required).transform((list, context): readonly KeyRingEntry[] => {
  const entries = list.split(",").map((entry) => {
    const [id = "", base64 = ""] = entry.trim().split(":");
    return { id, key: createSecretKey(base64, "base64") };
  });
  const wrong = entries.some(({ id, key }) => !/^[a-z0-9]{1,16}$/.test(id) || key.symmetricKeySize !== 32);
  if (wrong || new Set(entries.map(({ id }) => id)).size !== entries.length) {
    context.addIssue("must be comma-separated id:base64 pairs of 32-byte keys with unique IDs");
    return z.NEVER;
  }
  return entries;
});

/** 60 % of AWS's default quota of 600 calls per second, account and region. The rest is left for other workloads of the account. */
const DEFAULT_STS_CALLS_PER_SECOND = 360;

/** STS calls per second, 1 to 100,000. */
export const stsCallsPerSecond = z.coerce
  .number({ error: "must be a number" })
  .min(1, "must be at least 1")
  .max(100_000, "must be at most 100000")
  .default(DEFAULT_STS_CALLS_PER_SECOND);

/** Log reads per minute and person, 10 to 1,000,000. The default is 600. */
export const readsPerMinute = z.coerce
  .number({ error: "must be a number" })
  .int("must be a whole number")
  .min(10, "must be at least 10")
  .max(1_000_000, "must be at most 1000000")
  .optional();

/** Streams and downloads that can be open at the same time, 1 to 100,000. */
const openStreams = z.coerce
  .number({ error: "must be a number" })
  .int("must be a whole number")
  .min(1, "must be at least 1")
  .max(100_000, "must be at most 100000");
export const streamsPerPerson = openStreams.default(10);
export const streamsPerCustomer = openStreams.default(50);

/** Factor for the calls a minute of each person and network, 0.01 to 1,000; 1 unless set. */
export const callsFactor = z.coerce
  .number({ error: "must be a number" })
  .min(0.01, "must be at least 0.01")
  .max(1000, "must be at most 1000")
  .default(1);

/** Minutes after which an unused session ends, 5 to 480 (the longest life of any session). The default is two hours. */
export const idleMinutes = z.coerce
  .number({ error: "must be a number" })
  .int("must be a whole number")
  .min(5, "must be at least 5")
  .max(480, "must be at most 480")
  .default(120);

const days = (least: number, usual: number) =>
  z.coerce
    .number({ error: "must be a number of days" })
    .int("must be a whole number of days")
    .min(least, `must be at least ${least} days`)
    .max(3660, "must be at most 3660 days")
    .default(usual);

/** Days that the probes of verifications are kept whose report is not kept, 30 to 3,660. The default is 30. */
export const probeRetentionDays = days(30, 30);

/** Days that verifications and the kept reports are kept, 90 to 3,660. The default, 396 days, is 13 months. */
export const reportRetentionDays = days(90, 396);

export const flag = z
  .enum(["true", "false", ""], { error: "must be true or false" })
  .optional()
  .transform((value) => value === "true");

/** Calls per second by operation: `FilterLogEvents=25,DescribeLogGroups=50`. */
export const callsPerSecond = z.string().transform((list, context): Readonly<Record<string, number>> => {
  const pairs = list.split(",").map((pair) => /^([A-Za-z]{1,40})=([0-9]{1,6})$/.exec(pair.trim()));
  if (pairs.some((pair) => pair === null || Number(pair[2]) < 1)) {
    context.addIssue("must be comma-separated pairs of an operation and calls per second, such as FilterLogEvents=25");
    return z.NEVER;
  }
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", Number(pair?.[2])]));
});

/** How many reverse proxies of the deployment are in front of the portal, 0 to 5. The default is 0. */
export const hops = z
  .string()
  .regex(/^[0-5]$/, "must be a number from 0 to 5")
  .optional()
  .transform((value) => Number(value ?? 0));

/** Seconds between SIGTERM and the end of new requests, 0 to 60. The default is 5, enough for two checks of a load balancer. */
export const stopDelaySeconds = z.coerce
  .number({ error: "must be a number" })
  .int("must be a whole number")
  .min(0, "must be at least 0")
  .max(60, "must be at most 60")
  .default(5);

/** Seconds for which web and worker wait for the migrations of their release, 0 to 3600. The default is 5 minutes. */
export const migrationsWaitSeconds = z.coerce
  .number({ error: "must be a number" })
  .int("must be a whole number")
  .min(0, "must be at least 0")
  .max(3600, "must be at most 3600")
  .default(300);
