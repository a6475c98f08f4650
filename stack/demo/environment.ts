import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";

export interface DemoPlan {
  readonly port: number;
  readonly sandboxPort: number;
  readonly smtpPort: number;
  readonly databaseUrls: {
    readonly app: string;
    readonly staff: string;
    readonly worker: string;
    readonly signin: string;
    readonly owner: string;
  };
  readonly secrets: DemoSecrets;
}

/** Credentials that only the sandbox accepts: an administrator publishes the template, since the portal's own role must not be able to replace it. */
const PUBLISHER_KEY = { AWS_ACCESS_KEY_ID: "AKIASANDBOXPARTNER02", AWS_SECRET_ACCESS_KEY: "sandbox-partner-administrator-secret" };
const PARTNER_KEY = { AWS_ACCESS_KEY_ID: "AKIASANDBOXPARTNER01", AWS_SECRET_ACCESS_KEY: "sandbox-partner-secret" };

/** The sandbox has no quotas unless a test sets them (`/sandbox/quotas`), so the portal need not slow down as it does for AWS. */
const SANDBOX_QUOTAS = "FilterLogEvents=1000,DescribeLogGroups=1000,DescribeLogStreams=1000,GetLogEvents=1000";

/**
 * The environment variables of each process of the demo. Nothing else differs between the demo and production. Each process gets only what it
 * needs: the worker no URL of the sign-in role, the web process no URL of the worker's role.
 */
export function demoEnvironment(plan: DemoPlan) {
  const sandbox = `http://localhost:${plan.sandboxPort}`;
  const appUrl = `http://localhost:${plan.port}`;
  const templateUrl = `${sandbox}/s3/sallyport-templates/role-v1.json`;
  const region = process.env["AWS_REGION"] ?? "eu-central-1";
  const shared = {
    NODE_ENV: "production",
    APP_URL: appUrl,
    AUTH_SECRET: plan.secrets.authSecret,
    AWS_REGION: region,
    ...PARTNER_KEY,
    PARTNER_ACCOUNT_IDS: "999999999999",
    PARTNER_PRINCIPAL_ARNS: "arn:aws:iam::999999999999:role/sallyport",
    TEMPLATE_URL: templateUrl,
    DATA_KEYS: `demo1:${plan.secrets.dataKey}`,
    ARN_INDEX_KEY: plan.secrets.arnIndexKey,
    MAIL_FROM: "Example Partner <portal@partner.example>",
    CANARY_ACCOUNT_ID: "111111111111",
    AWS_CANARY_OPEN_ROLE_ARN: "arn:aws:iam::111111111111:role/sallyport-canary-open",
    AWS_CANARY_CLOSED_ROLE_ARN: "arn:aws:iam::111111111111:role/sallyport-canary-closed",
    ALLOW_CUSTOM_AWS_ENDPOINTS: "true",
    AWS_ENDPOINT_URL_STS: sandbox,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: sandbox,
    AWS_CONSOLE_URL: `${sandbox}/console`,
    LOGS_QUOTAS: process.env["LOGS_QUOTAS"] ?? SANDBOX_QUOTAS,
  };
  return {
    appUrl,
    sandboxUrl: sandbox,
    region,
    sandbox: {
      NODE_ENV: "production",
      SANDBOX_PORT: String(plan.sandboxPort),
      SANDBOX_SMTP_PORT: String(plan.smtpPort),
      APP_URL: appUrl,
      AWS_REGION: region,
    },
    publish: {
      ...PUBLISHER_KEY,
      AWS_REGION: region,
      APP_URL: appUrl,
      TEMPLATE_URL: templateUrl,
      AWS_ENDPOINT_URL_S3: sandbox,
      PARTNER_ACCOUNT_IDS: shared.PARTNER_ACCOUNT_IDS,
      PARTNER_PRINCIPAL_ARNS: shared.PARTNER_PRINCIPAL_ARNS,
      ALLOW_CUSTOM_AWS_ENDPOINTS: "true",
    },
    web: {
      ...shared,
      ...nodeOptions(),
      ...readLimits(),
      PORT: String(plan.port),
      HOSTNAME: "127.0.0.1",
      // No load balancer has to notice the end.
      STOP_DELAY_SECONDS: "0",
      DATABASE_URL: plan.databaseUrls.app,
      DATABASE_STAFF_URL: plan.databaseUrls.staff,
      DATABASE_SIGNIN_URL: plan.databaseUrls.signin,
      NEXTAUTH_URL: appUrl,
      OIDC_ISSUER: `${sandbox}/idp`,
      OIDC_CLIENT_ID: "sallyport",
      OIDC_CLIENT_SECRET: "sandbox-oidc-secret",
    },
    worker: { ...shared, ...workerEnvironment(plan) },
    command: commandEnvironment(plan, appUrl),
  };
}

/** Benchmarks read as much as fifty people, but as one person. They set the limits of open streams and of calls per minute themselves. */
function readLimits(): Record<string, string> {
  const { CALLS_PER_MINUTE_FACTOR = "1", STREAMS_PER_PERSON = "10", STREAMS_PER_CUSTOMER = "50" } = process.env;
  return { LOG_READS_PER_MINUTE: "100000", CALLS_PER_MINUTE_FACTOR, STREAMS_PER_PERSON, STREAMS_PER_CUSTOMER };
}

/** The browser tests preload a module that searches every response for secrets. */
function nodeOptions(): { readonly NODE_OPTIONS?: string } {
  const { DEMO_WEB_NODE_OPTIONS } = process.env;
  return DEMO_WEB_NODE_OPTIONS ? { NODE_OPTIONS: DEMO_WEB_NODE_OPTIONS } : {};
}

function workerEnvironment({ smtpPort, databaseUrls, secrets }: DemoPlan) {
  const smtpUrl = `smtp://127.0.0.1:${smtpPort}?ignoreTLS=true`;
  return { SMTP_URL: smtpUrl, DATABASE_WORKER_URL: databaseUrls.worker, AUDIT_KEY: secrets.auditKey };
}

function commandEnvironment({ secrets: { authSecret, auditKey }, databaseUrls }: DemoPlan, appUrl: string) {
  const { staff, owner } = databaseUrls;
  return { APP_URL: appUrl, AUTH_SECRET: authSecret, AUDIT_KEY: auditKey, DATABASE_STAFF_URL: staff, DATABASE_OWNER_URL: owner };
}

export interface DemoSecrets {
  readonly authSecret: string;
  readonly dataKey: string;
  readonly arnIndexKey: string;
  readonly auditKey: string;
}

/** The demo's keys, created once and stored beside its database, which contains data that is encrypted with them. */
export function demoSecrets(file: string): DemoSecrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const secrets = {
    authSecret: randomBytes(32).toString("base64url"),
    dataKey: randomBytes(32).toString("base64"),
    arnIndexKey: randomBytes(32).toString("base64url"),
    auditKey: randomBytes(32).toString("base64url"),
  };
  writeFileSync(file, JSON.stringify(secrets));
  chmodSync(file, 0o600);
  return secrets;
}
