import { z } from "zod";
import * as field from "./env-fields.ts";

/**
 * Every variable that a process or a command of a release reads. `about` is what docs/environment.md says: one sentence for the operator, and the
 * unit of a number. `scripts/documents/environment-page.test.ts` writes that page.
 */

/** The sentence and the unit of a variable in the documentation. */
export interface About {
  readonly sentence: string;
  /** Of a number, such as `days`. */
  readonly unit?: string;
}

export const ABOUT = z.registry<About>();

/** A copy of a field that has this documentation. Several variables share a field, so the field itself has none. */
function about<S extends z.ZodType>(field: S, sentence: string, unit?: string): S {
  const documented = field.clone() as S;
  ABOUT.add(documented, unit === undefined ? { sentence } : { sentence, unit });
  return documented;
}

const appUrl = about(field.webUrl, "The portal's URL. Use https, because cookies depend on it.");
const authSecret = about(
  field.longSecrets,
  "Makes the tokens of mailed links, and signs the cookies of a sign-in. At least 32 characters. During a rotation `new,old`.",
);
const region = about(field.region, "Region of the STS endpoint. It decides the AWS partition of the deployment.");
const partnerAccounts = about(field.accountIds, "The accounts that the portal runs in, separated by commas.");
const partnerPrincipals = about(
  field.principalArns,
  "The roles that web and worker run as, separated by commas. Customers' roles trust them.",
);
const templateUrl = about(field.webUrl, "URL of the CloudFormation template: the https URL of an S3 object that everyone can read.");
const dataKeys = about(
  field.keyRing,
  "`ID:KEY`, where KEY is 32 bytes in base64. Encrypts stored role ARNs and signs stored verifications. The first key encrypts, all decrypt: `new,old`.",
);
const indexKey = about(
  field.longSecrets,
  "Lets the database compare role ARNs without storing them. At least 32 characters. During a rotation `new,old`.",
);
const auditKey = about(
  field.longSecrets.optional(),
  "Signs audit checkpoints. Without it there are none, and the removal of a chain's end can't be noticed. At least 32 characters. During a rotation `new,old`.",
);
const login = (name: string) => `The database, with the login \`${name}\`.`;
const OWNER = `${login("sp_owner")} Web and worker do not start with it.`;
const databaseUrls = {
  DATABASE_URL: about(field.postgresUrl, login("sp_app")),
  DATABASE_STAFF_URL: about(field.postgresUrl, login("sp_staff")),
  DATABASE_SIGNIN_URL: about(field.postgresUrl, login("sp_signin")),
  DATABASE_WORKER_URL: about(field.postgresUrl, login("sp_worker")),
};
const ownerUrl = about(field.postgresUrl, OWNER);
const allowCustomEndpoints = about(
  field.flag,
  "`true` lets other variables replace the endpoints of AWS with the sandbox's. Every URL must then be on this machine.",
);

export const shared = {
  APP_URL: appUrl,
  AUTH_SECRET: authSecret,
  AWS_REGION: region,
  PARTNER_ACCOUNT_IDS: partnerAccounts,
  PARTNER_PRINCIPAL_ARNS: partnerPrincipals,
  TEMPLATE_URL: templateUrl,
  DATA_KEYS: dataKeys,
  ARN_INDEX_KEY: indexKey,
  MAIL_FROM: about(field.text, "Sender of emails, such as `Example Partner <portal@example.com>`. The sign-in page names it too."),
  CANARY_ACCOUNT_ID: about(field.accountId.optional(), "The account of the canary roles."),
  AWS_CANARY_OPEN_ROLE_ARN: about(field.roleArn.optional(), "Output `OpenRoleArn` of the canary account's stack."),
  AWS_CANARY_CLOSED_ROLE_ARN: about(field.roleArn.optional(), "Output `ClosedRoleArn` of the canary account's stack."),
  AWS_OUTSIDE_PRINCIPAL_ROLE_ARN: about(field.roleArn.optional(), "Output `OutsidePrincipalRoleArn` of the canary account's stack."),
  AWS_SECOND_PRINCIPAL_ROLE_ARN: about(field.roleArn.optional(), "Output `SecondPrincipalRoleArn` of the partner account's stack."),
  AWS_CONSOLE_URL: about(field.webUrl.optional(), "Replaces the URL of the AWS console. For the sandbox only."),
  LOGS_QUOTAS: about(
    field.callsPerSecond.optional(),
    "Quotas of CloudWatch Logs that AWS raised in your customers' accounts, such as `FilterLogEvents=25,DescribeLogGroups=50`.",
    "calls per second",
  ),
  AWS_ENDPOINT_URL_STS: about(field.webUrl.optional(), "Replaces the endpoint of STS. For the sandbox only."),
  AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: about(field.webUrl.optional(), "Replaces the endpoint of CloudWatch Logs. For the sandbox only."),
  ALLOW_CUSTOM_AWS_ENDPOINTS: allowCustomEndpoints,
  STS_CALLS_PER_SECOND: about(
    field.stsCallsPerSecond,
    "STS calls of all processes together in one Region, 1 to 100,000. The default is 60% of AWS's default quota.",
    "calls per second",
  ),
  MIGRATIONS_WAIT_SECONDS: about(
    field.migrationsWaitSeconds,
    "Time for which web and worker wait for the migrations of their release, 0 to 3,600.",
    "seconds",
  ),
};

export const web = z.object({
  ...shared,
  LOG_READS_PER_MINUTE: about(
    field.readsPerMinute,
    "Log reads of one person, 10 to 1,000,000; 600 if it is not set. All people of a customer together have five times as many.",
    "reads per minute",
  ),
  SESSION_IDLE_MINUTES: about(
    field.idleMinutes,
    "A session ends after this time without use, 5 to 480. Every session ends after eight hours at the latest; an owner can choose less.",
    "minutes",
  ),
  CALLS_PER_MINUTE_FACTOR: about(
    field.callsFactor,
    "Multiplies the calls a minute of each person and network ([security.md](security.md#limits)), 0.01 to 1,000.",
    "factor",
  ),
  STREAMS_PER_PERSON: about(field.streamsPerPerson, "Open streams and downloads of a person in all web processes.", "streams"),
  STREAMS_PER_CUSTOMER: about(field.streamsPerCustomer, "Open streams and downloads of a customer's people together.", "streams"),
  DATABASE_URL: databaseUrls.DATABASE_URL,
  DATABASE_STAFF_URL: databaseUrls.DATABASE_STAFF_URL,
  DATABASE_SIGNIN_URL: databaseUrls.DATABASE_SIGNIN_URL,
  OIDC_ISSUER: about(field.webUrl, "Identity provider of customers. Its redirect URI is `APP_URL/api/auth/callback/oidc`."),
  OIDC_CLIENT_ID: about(field.text, "The portal's client ID at `OIDC_ISSUER`."),
  OIDC_CLIENT_SECRET: about(field.givenSecrets, "The client's secret. Several are separated by spaces."),
  TRUSTED_PROXY_HOPS: about(
    field.hops,
    "How many of your proxies append to `X-Forwarded-For`, 0 to 5. With 0, everybody behind a proxy shares the limits of one network address.",
    "proxies",
  ),
  STOP_DELAY_SECONDS: about(
    field.stopDelaySeconds,
    "Time for which a web process that received SIGTERM serves requests as before, 0 to 60.",
    "seconds",
  ),
  STAFF_OIDC_ISSUER: about(
    field.webUrl.optional(),
    "Identity provider of staff, if it is another one. Its redirect URI is `APP_URL/api/auth/callback/staff-oidc`.",
  ),
  STAFF_OIDC_CLIENT_ID: about(field.text.optional(), "The portal's client ID at `STAFF_OIDC_ISSUER`, which requires it."),
  STAFF_OIDC_CLIENT_SECRET: about(field.givenSecrets.optional(), "That client's secret. `STAFF_OIDC_ISSUER` requires it."),
});

export const worker = z.object({
  ...shared,
  SMTP_URL: about(field.smtpUrls, "The mail server, with user and password. Several URLs are separated by spaces."),
  DATABASE_WORKER_URL: databaseUrls.DATABASE_WORKER_URL,
  AUDIT_KEY: auditKey,
  AUDIT_CHECKPOINT_URL: about(
    field.webUrl.optional(),
    "https URL that receives the audit checkpoints by POST, as newline-delimited JSON. It requires `AUDIT_KEY`.",
  ),
});

/** How long the worker keeps what it deletes. */
export const retention = z.object({
  PROBE_RETENTION_DAYS: about(
    field.probeRetentionDays,
    "Time that individual probes are kept, 30 to 3,660 ([runbook.md](runbook.md#what-is-deleted-and-when)).",
    "days",
  ),
  REPORT_RETENTION_DAYS: about(
    field.reportRetentionDays,
    "Time that verifications and kept reports are kept, 90 to 3,660. The default is 13 months.",
    "days",
  ),
});

/** `audit verify` and `audit export`. */
export const auditCommand = z.object({
  APP_URL: appUrl,
  AUTH_SECRET: authSecret,
  DATABASE_STAFF_URL: databaseUrls.DATABASE_STAFF_URL,
  AUDIT_KEY: auditKey,
});

/** `audit verify --archive`. */
export const archiveCommand = z.object({ AUDIT_KEY: auditKey });

/** `customers`, `staff` and `people`. */
export const ownerCommand = z.object({ APP_URL: appUrl, AUTH_SECRET: authSecret, DATABASE_OWNER_URL: ownerUrl });

/** `keys check` and `keys rotate`. */
export const keysCommand = z.object({
  DATABASE_OWNER_URL: ownerUrl,
  DATA_KEYS: dataKeys,
  ARN_INDEX_KEY: indexKey,
  AUTH_SECRET: authSecret,
});

/** `template publish`. */
export const templateCommand = z.object({
  AWS_REGION: region,
  PARTNER_ACCOUNT_IDS: partnerAccounts,
  PARTNER_PRINCIPAL_ARNS: partnerPrincipals,
  TEMPLATE_URL: templateUrl,
  AWS_ENDPOINT_URL_S3: about(field.webUrl.optional(), "Replaces the endpoint of S3. For the sandbox only."),
  ALLOW_CUSTOM_AWS_ENDPOINTS: allowCustomEndpoints,
});

/** `migrate` checks its URLs itself, and says what a wrong one needs. */
const anyUrl = z.string().optional();
export const migrateCommand = z.object({
  DATABASE_OWNER_URL: about(anyUrl, OWNER),
  DATABASE_URL: about(anyUrl, login("sp_app")),
  DATABASE_STAFF_URL: about(anyUrl, login("sp_staff")),
  DATABASE_SIGNIN_URL: about(anyUrl, login("sp_signin")),
  DATABASE_WORKER_URL: about(anyUrl, login("sp_worker")),
  DATABASE_ADMIN_URL: about(anyUrl, "A login that can create roles and databases, for the first `migrate`."),
});
