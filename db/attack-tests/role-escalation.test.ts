import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { RUNTIME_ROLES } from "#db/migrations/database-roles.ts";
import { installDatabase } from "#db/migrations/install-database.ts";
import { arrangeCustomer, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase, urlFor } from "#db/testing/test-database.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";
import { ATTACKERS_FUNCTIONS, definerCalls, type Shadows, shadowsOf } from "./shadow-names.ts";

/** Installed as `sallyport migrate` does it and without any test setup, so that it equals a deployed database. */
const DEPLOYED = "escalation_deployed";
/** A database in which somebody granted TEMP to our roles: only the search path of the functions protects it. */
let withTemp: TestDatabase;
const admin = () => inject("sallyportPostgres");
const NOTHING = "no code of the attacker ran";

async function as<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const withTempAs = (role: string) => urlFor(admin(), role, new URL(withTemp.urls.admin).pathname.slice(1));

/** The outcome of one statement of an attack: the role that the attacker's function ran as, or the SQLSTATE of the refusal. */
async function attempt(client: pg.Client, statement: string): Promise<string> {
  try {
    await client.query(statement);
    return NOTHING;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return /ran as \w+/.exec(error.message)?.[0] ?? error.code ?? "no code";
  }
}

let customer: CustomerId;
let person: UserId;
let support: UserId;
let shadows: Shadows;

beforeAll(async () => {
  await installDatabase({ sp_owner: urlFor(admin(), "sp_owner", DEPLOYED) }, { adminUrl: admin() });
  withTemp = await createTestDatabase();
  const name = new URL(withTemp.urls.admin).pathname.slice(1);
  await withTemp.pool("admin").query(`grant temp on database ${name} to ${RUNTIME_ROLES.join(", ")}`);
  shadows = await as(withTemp.urls.owner, shadowsOf);
  customer = await arrangeCustomer(withTemp.pool("owner"));
  person = await arrangeMember(withTemp.pool("owner"), customer);
  support = await arrangeStaff(withTemp.pool("owner"), { role: "support" });
});
afterAll(async () => {
  await withTemp.drop();
  await as(admin(), (client) => client.query(`drop database ${DEPLOYED} with (force)`));
});

/** A temporary table with a trigger, named like the table that append_audit writes to. */
const attackOnAudit = (role: string): readonly string[] => {
  const who = role === "sp_staff" ? support : person;
  const names = { sp_app: `user:${person}`, sp_staff: `staff:${support}`, sp_signin: "system:sign-in" };
  const actor = names[role as keyof typeof names] ?? "system:worker";
  const chain = role === "sp_app" ? customer : "partner";
  return [
    "create temp table audit_heads (chain text, seq bigint, hash bytea)",
    "grant all on pg_temp.audit_heads to public",
    ...ATTACKERS_FUNCTIONS,
    "create trigger ran before insert on pg_temp.audit_heads execute function pg_temp.ran_by_trigger()",
    `select set_config('app.customer_id', '${customer}', true), set_config('app.user_id', '${who}', true)`,
    `select append_audit('${chain}', 'escalation.tried', '${actor}', '{}')`,
  ];
};

/** The outcome of the first statement that is refused or that runs the attacker's code. */
async function attack(url: string, statements: readonly string[]): Promise<string> {
  return as(url, async (client) => {
    await client.query("begin");
    for (const statement of statements) {
      const outcome = await attempt(client, statement);
      if (outcome !== NOTHING) return outcome;
    }
    return NOTHING;
  });
}

test.each(RUNTIME_ROLES)("%s can't create a temporary object in a deployed database", async (role) => {
  expect(await attack(urlFor(admin(), role, DEPLOYED), attackOnAudit(role))).toBe("42501");
  for (const what of [
    "temp view v as select 1",
    "function pg_temp.f() returns int language sql as 'select 1'",
    "schema mine",
    "table mine (a int)",
  ])
    expect(await attack(urlFor(admin(), role, DEPLOYED), [`create ${what}`]), what).toBe("42501");
});

test.each(RUNTIME_ROLES)("%s can't have append_audit run its own trigger as sp_owner, even with TEMP", async (role) => {
  expect(await attack(withTempAs(role), attackOnAudit(role))).toBe(NOTHING);
});

test.each(RUNTIME_ROLES.flatMap((role) => (["views", "tables", "types", "functions"] as const).map((kind) => [role, kind] as const)))(
  "%s can't run code as sp_owner by shadowing %s, in any function that it may call, even with TEMP",
  async (role, kind) => {
    const calls = await as(withTemp.urls.owner, (owner) => definerCalls(owner, role, customer));
    expect(calls.length).toBeGreaterThan(5);
    const ran = await as(withTempAs(role), async (client) => {
      await client.query("begin");
      await client.query(`select set_config('app.customer_id', '${customer}', true), set_config('app.user_id', '${person}', true)`);
      await client.query([...ATTACKERS_FUNCTIONS, ...shadows[kind]].join(";\n"));
      const found: string[] = [];
      for (const { name, call } of calls) {
        await client.query("savepoint attempt");
        const outcome = await attempt(client, call);
        if (outcome.startsWith("ran as")) found.push(`${name} ${outcome}`);
        await client.query("rollback to savepoint attempt");
      }
      return found;
    });
    expect(ran).toEqual([]);
  },
);
