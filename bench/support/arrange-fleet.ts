import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { storedRoleArn } from "#kernel/aws/role-arn.ts";
import { verificationMac } from "#lib/connections/evidence/evidence-mac.ts";
import { allIndexesOf, sealRoleArn } from "#lib/crypto/seal-role-arn.ts";
import type { Fleet } from "./fleet.ts";

const REGION = "eu-central-1";
const CHUNK = 1000;

/** Runs SQL with the triggers disabled, which allows to insert connections that look as if they were verified long ago. */
export async function meanwhile(fleet: Fleet, sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = await fleet.admin.connect();
  try {
    await client.query("begin; set local session_replication_role = replica");
    await client.query(sql, [...values]);
    await client.query("commit");
  } finally {
    client.release();
  }
}

/** Inserts customers; returns their IDs. */
export async function arrangeCustomers(fleet: Fleet, howMany: number): Promise<readonly string[]> {
  const { rows } = await fleet.admin.query<{ id: string }>(
    "insert into customers (name) select 'Customer ' || n from generate_series(1, $1::int) n returning id",
    [howMany],
  );
  return rows.map(({ id }) => id);
}

interface ArrangedRole {
  readonly accountId: string;
  readonly roleId: string;
  readonly externalId: string;
}

/**
 * Inserts connected connections, distributed over the customers, each with a role in its own AWS account and one retired External
 * ID. None is due. Writes the roles, with a log group each, to the sandbox's file.
 */
export async function arrangeConnected(fleet: Fleet, customers: readonly string[], howMany: number): Promise<void> {
  const roles: ArrangedRole[] = [];
  for (let first = 0; first < howMany; first += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, howMany - first) }, (_, i) => rowOf(fleet, customers, first + i));
    await insertConnected(fleet, rows);
    roles.push(...rows);
  }
  writeFileSync(fleet.sandboxFile, JSON.stringify(sandboxStateOf(roles)));
  await fleet.admin.query("analyze");
}

const roleName = (accountId: string) => `sallyport-${accountId}`;

function rowOf({ env }: Fleet, customers: readonly string[], n: number) {
  const accountId = String(400_000_000_000 + n);
  const customerId = customers[n % customers.length] ?? "";
  const [connectionId, externalId] = [randomUUID(), `sp-${randomUUID()}`];
  const arn = storedRoleArn(`arn:aws:iam::${accountId}:role/sallyport/${roleName(accountId)}`);
  const place = { table: "connections", customerId, connectionId, externalId } as const;
  return {
    customerId,
    connectionId,
    externalId,
    externalIdId: randomUUID(),
    previousId: `sp-${randomUUID()}`,
    runId: randomUUID(),
    sealedArn: sealRoleArn(env.dataKeys, place, arn),
    arnHmac: allIndexesOf(env.arnIndexKeys, arn)[0] ?? "",
    accountId,
    roleId: `AROASANDBOX${String(n).padStart(9, "0")}`,
    verifiedMs: Date.now() - 12 * 3_600_000,
  };
}

/** The row with the MAC of its verification, without which the portal does not trust it. */
function signed(fleet: Fleet, row: ReturnType<typeof rowOf>) {
  const { customerId, connectionId, externalIdId, arnHmac, runId: id } = row;
  return {
    ...row,
    verificationMac: verificationMac(fleet, { customerId, connectionId, externalIdId, arnHmac, id }, row, new Date(row.verifiedMs)),
  };
}

async function insertConnected(fleet: Fleet, rows: readonly ReturnType<typeof rowOf>[]): Promise<void> {
  const table =
    'jsonb_to_recordset($1::jsonb) as r("customerId" uuid, "connectionId" uuid, "externalId" text, "externalIdId" uuid, "previousId" text, "runId" uuid, "sealedArn" text, "arnHmac" text, "accountId" text, "roleId" text, "verifiedMs" bigint, "verificationMac" text)';
  const values = [JSON.stringify(rows.map((row) => signed(fleet, row)))];
  await meanwhile(
    fleet,
    `with r as (select * from ${table}),
     k as (insert into connections (customer_id, id, name, regions, status, external_id_id, role_arn, arn_hmac, account_id, role_id, verified_run_id, verified_at, verification_mac, confirm_step)
       select "customerId", "connectionId", 'Production', '{${REGION}}', 'connected', "externalIdId", "sealedArn", "arnHmac", "accountId", "roleId", "runId", timestamptz 'epoch' + "verifiedMs" * interval '1 ms', "verificationMac", 3 from r),
     e as (insert into external_ids (customer_id, connection_id, id, value, state, created_at, state_at)
       select "customerId", "connectionId", "externalIdId", "externalId", 'current', now() - interval '90 days', now() - interval '90 days' from r
       union all select "customerId", "connectionId", gen_random_uuid(), "previousId", 'retired', now() - interval '180 days', now() - interval '90 days' from r)
     insert into verification_runs (customer_id, id, connection_id, external_id_id, reason, arn_hmac, sandbox, started_at, lease_until, finished_at, verdict, control, outcome_reason, account_id, role_id)
       select "customerId", "runId", "connectionId", "externalIdId", 'schedule', "arnHmac", true, now() - interval '12 h', now() - interval '12 h', now() - interval '12 h', 'secure', 'ok', 'verified', "accountId", "roleId" from r`,
    values,
  );
}

/** The content of the sandbox's file (`SANDBOX_DATA`) with these roles. */
function sandboxStateOf(arranged: readonly ArrangedRole[]) {
  const createdAt = "2026-01-01T00:00:00.000Z";
  const creationTime = Date.parse(createdAt);
  const roles = arranged.map(({ accountId, roleId, externalId }) => ({
    accountId,
    roleId,
    createdAt,
    path: "/sallyport/",
    roleName: roleName(accountId),
    tags: [],
    attachedPolicies: [],
    assumeRolePolicyDocument: JSON.stringify(trustOf(externalId)),
    inlinePolicies: [["logs", JSON.stringify(READ_LOGS)]],
  }));
  const logs = arranged.map(({ accountId }) => ({
    place: `${accountId}/${REGION}`,
    logGroupName: "/app/web",
    creationTime,
    logGroupClass: "STANDARD",
    streams: ["one"],
    events: [["one", creationTime, "started"]],
  }));
  return { format: 1, roles, policies: [], logs, objects: [], stacks: [] };
}

const READ_LOGS = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["logs:DescribeLogGroups", "logs:FilterLogEvents"], Resource: "*" }],
};

/** The trust policy of the CloudFormation template. */
function trustOf(externalId: string) {
  const Condition = {
    StringEquals: { "sts:ExternalId": externalId },
    ArnEquals: { "aws:PrincipalArn": ["arn:aws:iam::999999999999:role/sallyport"] },
  };
  const Principal = { AWS: "arn:aws:iam::999999999999:root" };
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition }] };
}
