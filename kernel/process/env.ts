import type { z } from "zod";
import { type Partition, partitionOf } from "#kernel/aws/partition.ts";
import * as field from "./env-fields.ts";
import { type shared, web, worker } from "./env-schemas.ts";
import { Secret } from "./secret.ts";
import { BadSecretFile, SecretValues, withSecretFiles } from "./secret-values.ts";

/** Endpoints that replace AWS's own. They require ALLOW_CUSTOM_AWS_ENDPOINTS=true and must be on this machine. */
export interface CustomEndpoints {
  readonly sts: string | null;
  readonly logs: string | null;
  readonly consoleUrl: string | null;
}

export type Source = Readonly<Record<string, string | undefined>>;

/** The environment is invalid and the process must not start. The message names each variable and what is wrong with it. */
export class BadEnvironment extends Error {
  override readonly name = "BadEnvironment";
}

/** Parses the variables of a process, with the content of the files that `…_FILE` variables name. @throws BadEnvironment */
export function parseEnv<S extends z.ZodType>(schema: S, source: Source): z.output<S> {
  const filled = Object.fromEntries(Object.entries(filesRead(source)).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(filled);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")} ${issue.message}`);
  throw new BadEnvironment(`Invalid environment variables:\n${lines.join("\n")}`);
}

/** The environment with the content of the files that `…_FILE` variables name. @throws BadEnvironment */
export function filesRead(source: Source): Source {
  try {
    return withSecretFiles(source);
  } catch (error) {
    if (error instanceof BadSecretFile) throw new BadEnvironment(`Invalid environment variables:\n${error.message}`);
    throw error;
  }
}

export function secretsOf(values: readonly string[]): readonly Secret<string>[] {
  return values.map((value) => new Secret(value));
}

/** The newest value, which signs. */
export function newestOf([newest]: readonly string[]): Secret<string> {
  if (newest === undefined) throw new Error("a secret has no value");
  return new Secret(newest);
}

/** A credential for another service, read from `source` now, and again when that service rejects it. */
function givenBy(schema: z.ZodType<string[]>, name: string, source: Source): SecretValues {
  return new SecretValues(() => schema.parse(withSecretFiles(source)[name]));
}

/** The URL of a database role, read from `source` now, and again when the database rejects its password. */
function databaseUrl(name: string, source: Source): SecretValues {
  return givenBy(
    field.postgresUrl.transform((url) => [url]),
    name,
    source,
  );
}

function refuseOwner(source: Source): void {
  if (source["DATABASE_OWNER_URL"] || source["DATABASE_OWNER_URL_FILE"])
    throw new BadEnvironment("DATABASE_OWNER_URL is for migrations only. Remove it from the environment of this process.");
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127\.[0-9.]+$/.test(hostname);
}

type Shared = z.output<z.ZodObject<typeof shared>>;

/** Without ALLOW_CUSTOM_AWS_ENDPOINTS no endpoint can be redirected; with it every URL must point to this machine. */
function customEndpoints(env: Shared, source: Source): CustomEndpoints | null {
  if (!env.ALLOW_CUSTOM_AWS_ENDPOINTS) {
    const set = [
      ...Object.keys(source).filter((name) => name.startsWith("AWS_ENDPOINT_URL") && source[name]),
      ...(env.AWS_CONSOLE_URL ? ["AWS_CONSOLE_URL"] : []),
    ];
    if (set.length > 0)
      throw new BadEnvironment(
        `${set.join(", ")} is set without ALLOW_CUSTOM_AWS_ENDPOINTS=true. Remove it: only the sandbox can redirect AWS endpoints.`,
      );
    if (!env.TEMPLATE_URL.startsWith("https://")) throw new BadEnvironment("TEMPLATE_URL must be an https URL of an S3 object.");
    return null;
  }
  const urls = { APP_URL: env.APP_URL, TEMPLATE_URL: env.TEMPLATE_URL, AWS_CONSOLE_URL: env.AWS_CONSOLE_URL };
  const endpoints = Object.fromEntries(Object.entries(source).filter(([name, value]) => name.startsWith("AWS_ENDPOINT_URL") && value));
  for (const [name, url] of Object.entries({ ...urls, ...endpoints })) {
    if (url && !isLoopback(url)) throw new BadEnvironment(`${name} must point to this machine when ALLOW_CUSTOM_AWS_ENDPOINTS=true.`);
  }
  return {
    sts: env.AWS_ENDPOINT_URL_STS ?? null,
    logs: env.AWS_ENDPOINT_URL_CLOUDWATCH_LOGS ?? null,
    consoleUrl: env.AWS_CONSOLE_URL ?? null,
  };
}

function sharedEnv(env: Shared, source: Source) {
  return {
    appUrl: env.APP_URL,
    /** The newest AUTH_SECRET: it signs. */
    authSecret: newestOf(env.AUTH_SECRET),
    /** All AUTH_SECRETs, newest first: what any of them signed is accepted. */
    authSecrets: secretsOf(env.AUTH_SECRET),
    region: env.AWS_REGION,
    partition: partitionOf(env.AWS_REGION) as Partition,
    partnerAccountIds: env.PARTNER_ACCOUNT_IDS,
    partnerPrincipalArns: env.PARTNER_PRINCIPAL_ARNS,
    templateUrl: env.TEMPLATE_URL,
    dataKeys: new Secret(env.DATA_KEYS),
    /** Newest first. The database says which of them indexes new ARNs (db/functions/arn-index.sql). */
    arnIndexKeys: secretsOf(env.ARN_INDEX_KEY),
    mailFrom: env.MAIL_FROM,
    canaryAccountId: env.CANARY_ACCOUNT_ID ?? null,
    canaryOpenRoleArn: env.AWS_CANARY_OPEN_ROLE_ARN ?? null,
    canaryClosedRoleArn: env.AWS_CANARY_CLOSED_ROLE_ARN ?? null,
    outsidePrincipalRoleArn: env.AWS_OUTSIDE_PRINCIPAL_ROLE_ARN ?? null,
    secondPrincipalRoleArn: env.AWS_SECOND_PRINCIPAL_ROLE_ARN ?? null,
    /** CloudWatch Logs read quotas, by operation, that differ from AWS's defaults in the customers' accounts. */
    logsQuotas: env.LOGS_QUOTAS ?? {},
    customEndpoints: customEndpoints(env, source),
    sandbox: env.ALLOW_CUSTOM_AWS_ENDPOINTS,
    /** Calls per second to STS in one region, of all processes together. */
    stsCallsPerSecond: env.STS_CALLS_PER_SECOND,
    /** Seconds for which a process that is started before its migrations waits for them. */
    migrationsWaitSeconds: env.MIGRATIONS_WAIT_SECONDS,
  };
}

/** The settings that web and worker share: enough to verify a role and to read logs. */
export type PortalEnv = ReturnType<typeof sharedEnv>;

export function readWebEnv(source: Source) {
  refuseOwner(source);
  const env = parseEnv(web, source);
  const ownStaffIssuer = env.STAFF_OIDC_ISSUER !== undefined && env.STAFF_OIDC_ISSUER !== env.OIDC_ISSUER;
  if (ownStaffIssuer && !(env.STAFF_OIDC_CLIENT_ID && env.STAFF_OIDC_CLIENT_SECRET)) {
    throw new BadEnvironment("STAFF_OIDC_ISSUER requires STAFF_OIDC_CLIENT_ID and STAFF_OIDC_CLIENT_SECRET.");
  }
  return {
    ...sharedEnv(env, source),
    databaseUrls: {
      app: databaseUrl("DATABASE_URL", source),
      staff: databaseUrl("DATABASE_STAFF_URL", source),
      signin: databaseUrl("DATABASE_SIGNIN_URL", source),
    },
    trustedProxyHops: env.TRUSTED_PROXY_HOPS,
    /** Seconds for which a web process that received SIGTERM still serves requests. */
    stopDelaySeconds: env.STOP_DELAY_SECONDS,
    oidc: {
      issuer: env.OIDC_ISSUER,
      clientId: env.OIDC_CLIENT_ID,
      clientSecret: givenBy(field.givenSecrets, "OIDC_CLIENT_SECRET", source),
    },
    /** Log reads per minute and person; undefined for the default. */
    logReadsPerMinute: env.LOG_READS_PER_MINUTE,
    sessionIdleMinutes: env.SESSION_IDLE_MINUTES,
    /** Factor for the calls a minute of each person and network. */
    callsFactor: env.CALLS_PER_MINUTE_FACTOR,
    /** Streams and downloads that can be open at the same time, in all processes together. */
    streamLimits: { person: env.STREAMS_PER_PERSON, customer: env.STREAMS_PER_CUSTOMER },
    staffOidc: ownStaffIssuer
      ? {
          issuer: env.STAFF_OIDC_ISSUER ?? "",
          clientId: env.STAFF_OIDC_CLIENT_ID ?? "",
          clientSecret: givenBy(field.givenSecrets, "STAFF_OIDC_CLIENT_SECRET", source),
        }
      : null,
  };
}
export type WebEnv = ReturnType<typeof readWebEnv>;

export function readWorkerEnv(source: Source) {
  refuseOwner(source);
  const env = parseEnv(worker, source);
  const checkpointUrl = env.AUDIT_CHECKPOINT_URL ?? null;
  if (checkpointUrl !== null && !env.AUDIT_KEY) throw new BadEnvironment("AUDIT_CHECKPOINT_URL requires AUDIT_KEY.");
  if (checkpointUrl !== null && !checkpointUrl.startsWith("https://") && !isLoopback(checkpointUrl))
    throw new BadEnvironment("AUDIT_CHECKPOINT_URL must be an https URL.");
  return {
    ...sharedEnv(env, source),
    databaseUrls: { worker: databaseUrl("DATABASE_WORKER_URL", source) },
    smtpUrl: givenBy(field.smtpUrls, "SMTP_URL", source),
    auditKey: env.AUDIT_KEY ? newestOf(env.AUDIT_KEY) : null,
    checkpointUrl,
  };
}
export type WorkerEnv = ReturnType<typeof readWorkerEnv>;

let parsedWeb: WebEnv | undefined;
let parsedWorker: WorkerEnv | undefined;

/** The environment of the web process, parsed once. @throws BadEnvironment */
export function webEnv(): WebEnv {
  parsedWeb ??= readWebEnv(process.env);
  return parsedWeb;
}

/** The environment of the worker, parsed once. @throws BadEnvironment */
export function workerEnv(): WorkerEnv {
  parsedWorker ??= readWorkerEnv(process.env);
  return parsedWorker;
}
