import { randomBytes, randomUUID } from "node:crypto";
import { configurePools } from "#db/pools.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { CustomerActor, SystemActor } from "#kernel/actor.ts";
import { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";
import { readWebEnv, type WebEnv } from "#kernel/process/env.ts";
import type { Result } from "#kernel/result.ts";
import { type AppContext, appContextOf } from "#lib/connections/app-context.ts";
import { startConnection } from "#lib/connections/lifecycle/start-connection.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";

/** A portal for tests: its own database, and the real AWS SDK with a sandbox as its endpoint. */
export interface Portal {
  readonly db: TestDatabase;
  readonly env: WebEnv;
  readonly context: AppContext;
  readonly worker: SystemActor;
  /** The environment of a web process of this portal. */
  readonly webEnvironment: Readonly<Record<string, string>>;
  /** The environment of a worker process of this portal. */
  readonly workerEnvironment: Readonly<Record<string, string>>;
  /** A new customer with one owner. */
  newOwner(): Promise<CustomerActor>;
  /** A new draft of this owner, with the External ID that the database generated. */
  newDraft(actor: CustomerActor): Promise<Draft>;
  /** Runs SQL as superuser without triggers, only to arrange what happened in the past. */
  meanwhile(sql: string, values: readonly unknown[]): Promise<void>;
  /** One row of the connection as the owner of the database sees it. */
  row(connectionId: string): Promise<Readonly<Record<string, unknown>>>;
  /** All text in the database, regardless of permissions, as a dump shows it. */
  dump(): Promise<string>;
  close(): Promise<void>;
}

export interface Draft {
  readonly connectionId: ConnectionId;
  readonly externalId: string;
}

const PARTNER_KEY = { AWS_ACCESS_KEY_ID: "AKIASANDBOXPARTNER01", AWS_SECRET_ACCESS_KEY: "sandbox-partner-secret" } as const;

export const ACME = "222222222222";

/** `more`: additional environment variables of this portal. */
export async function startPortal(
  sandbox: { readonly url: string; readonly smtpUrl: string },
  more: Readonly<Record<string, string>> = {},
  database: Promise<TestDatabase> = createTestDatabase(),
): Promise<Portal> {
  Object.assign(process.env, PARTNER_KEY);
  const db = await database;
  const { app, staff, worker, signin, owner: ownerUrl } = db.urls;
  configurePools({ app, staff, worker, signin, owner: ownerUrl });
  const variables = { ...environment(db, sandbox), ...more };
  const env = readWebEnv(variables);
  const context = appContextOf(env);
  const owner = db.pool("owner");
  return {
    db,
    env,
    context,
    worker: { kind: "system", task: "worker" },
    webEnvironment: variables,
    workerEnvironment: { ...variables, ...PARTNER_KEY, DATABASE_WORKER_URL: db.urls.worker },
    async newOwner() {
      const customer = await owner.query<{ id: string }>("insert into customers (name) values ('Acme') returning id");
      const user = await owner.query<{ id: string }>("insert into users (email) values ($1) returning id", [
        `${randomUUID()}@acme.example`,
      ]);
      const [customerId, userId] = [CustomerId.parse(customer.rows[0]?.id), UserId.parse(user.rows[0]?.id)];
      await owner.query("insert into memberships (customer_id, user_id, role) values ($1, $2, 'owner')", [customerId, userId]);
      return { kind: "customer", customerId, userId, role: "owner" };
    },
    async newDraft(actor) {
      const { id } = accepted(await startConnection(actor, context));
      const found = await owner.query<{ value: string }>("select value from external_ids where connection_id = $1", [id]);
      return { connectionId: ConnectionId.parse(id), externalId: found.rows[0]?.value ?? "" };
    },
    async meanwhile(sql, values) {
      const client = await db.pool("admin").connect();
      try {
        await client.query("begin; set local session_replication_role = replica");
        await client.query(sql, [...values]);
        await client.query("commit");
      } finally {
        client.release();
      }
    },
    async row(connectionId) {
      const found = await owner.query("select * from connections where id = $1", [connectionId]);
      return found.rows[0] as Record<string, unknown>;
    },
    dump: () => dumpOf(db),
    async close() {
      context.aws.close();
      await db.drop();
    },
  };
}

function environment(db: TestDatabase, sandbox: { readonly url: string; readonly smtpUrl: string }): Record<string, string> {
  return {
    APP_URL: "http://localhost:3000",
    AUTH_SECRET: randomBytes(32).toString("hex"),
    AWS_REGION: "eu-central-1",
    PARTNER_ACCOUNT_IDS: "999999999999",
    PARTNER_PRINCIPAL_ARNS: "arn:aws:iam::999999999999:role/sallyport",
    TEMPLATE_URL: `${sandbox.url}/s3/templates/role.json`,
    // The sandbox has no quota by default; tests of the quota set their own.
    LOGS_QUOTAS: "FilterLogEvents=100000,DescribeLogGroups=100000,StartQuery=100000,GetQueryResults=100000",
    DATA_KEYS: `one:${randomBytes(32).toString("base64")}`,
    ARN_INDEX_KEY: randomBytes(32).toString("hex"),
    SMTP_URL: sandbox.smtpUrl,
    MAIL_FROM: "portal@partner.example",
    CANARY_ACCOUNT_ID: "111111111111",
    AWS_CANARY_OPEN_ROLE_ARN: "arn:aws:iam::111111111111:role/sallyport-canary-open",
    AWS_CANARY_CLOSED_ROLE_ARN: "arn:aws:iam::111111111111:role/sallyport-canary-closed",
    ALLOW_CUSTOM_AWS_ENDPOINTS: "true",
    AWS_ENDPOINT_URL_STS: sandbox.url,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: sandbox.url,
    AWS_CONSOLE_URL: `${sandbox.url}/console`,
    DATABASE_URL: db.urls.app,
    DATABASE_STAFF_URL: db.urls.staff,
    DATABASE_SIGNIN_URL: db.urls.signin,
    OIDC_ISSUER: `${sandbox.url}/idp`,
    OIDC_CLIENT_ID: "sallyport",
    OIDC_CLIENT_SECRET: "sandbox-oidc-secret",
  };
}

async function dumpOf(db: TestDatabase): Promise<string> {
  const admin = db.pool("admin");
  const tables = await admin.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')",
  );
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const rows = await admin.query<{ line: string }>(`select to_jsonb(t)::text as line from ${name} t`);
    texts.push(...rows.rows.map(({ line }) => line));
  }
  return texts.join("\n");
}

/** The value of a successful result. @throws when the result is a failure */
export function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.value;
}

/** Follows a run to its end. */
export async function eventsOf(events: AsyncIterable<RunEvent>): Promise<readonly RunEvent[]> {
  const seen: RunEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

/** A trust policy with one statement for the partner's role; `condition` is its condition as JSON, or none. */
export function trust(condition?: object): string {
  const Statement = [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::999999999999:root" },
      Action: "sts:AssumeRole",
      ...(condition && { Condition: condition }),
    },
  ];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

export const correctTrust = (externalId: string): string => trust({ StringEquals: { "sts:ExternalId": externalId } });

/** What the template's log access Browse grants. */
export const READ_LOGS = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: ["logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"],
      Resource: "*",
    },
  ],
});

/** A role in Acme's account with the template's path and log access Browse, unless `permissions` says otherwise. */
export function newRole(iam: RoleMaker, policy: string, permissions = READ_LOGS): { readonly arn: string; readonly roleName: string } {
  const roleName = `SallyportRole-${randomBytes(6).toString("hex")}`;
  const { arn } = iam.createRole({ accountId: ACME, roleName, path: "/sallyport/", assumeRolePolicyDocument: policy, description: "" });
  iam.putRolePolicy(ACME, roleName, "read-logs", permissions);
  return { arn, roleName };
}

/** The part of the sandbox's IAM that makes roles. */
export interface RoleMaker {
  createRole(role: {
    readonly accountId: string;
    readonly roleName: string;
    readonly path: string;
    readonly assumeRolePolicyDocument: string;
    readonly description: string;
  }): { readonly arn: string };
  putRolePolicy(accountId: string, roleName: string, policyName: string, document: string): void;
}

/** The last event of a run that was followed to its end. @throws when it did not close */
export async function endOf(result: Result<AsyncIterable<RunEvent>>): Promise<Extract<RunEvent, { kind: "closed" }>> {
  const last = (await eventsOf(accepted(result))).at(-1);
  if (last?.kind !== "closed") throw new Error(`the run did not close: ${JSON.stringify(last)}`);
  return last;
}
