import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { RUNTIME_ROLES } from "#db/migrations/database-roles.ts";
import { installDatabase } from "#db/migrations/install-database.ts";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import { urlFor } from "#db/testing/test-database.ts";
import { ATTACKERS_FUNCTIONS, definerCalls, type Shadows, shadowsOf } from "./shadow-names.ts";

/** Made by what npm run db:migrate runs and by nothing else, so that nothing hides what a deployment lacks. */
const DEPLOYED = "escalation_deployed";
/** The same, and somebody granted TEMP to our roles: the functions' own search path is all that is left. */
const WITH_TEMP = "escalation_with_temp";
const admin = () => inject("sallyportPostgres");
const NOTHING = "nothing of the attacker's ran";

async function as<Result>(login: string, database: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: urlFor(admin(), login, database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** What one statement of an attack came to: who the attacker's function ran as, or the SQLSTATE that refused it. */
async function attempt(client: pg.Client, statement: string): Promise<string> {
  try {
    await client.query(statement);
    return NOTHING;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return /ran as \w+/.exec(error.message)?.[0] ?? error.code ?? "no code";
  }
}

let customer: string;
let person: string;
let shadows: Shadows;

beforeAll(async () => {
  for (const name of [DEPLOYED, WITH_TEMP]) {
    await installDatabase({ sp_owner: urlFor(admin(), "sp_owner", name) }, { adminUrl: admin() });
  }
  await as("postgres", WITH_TEMP, (client) => client.query(`grant temp on database ${WITH_TEMP} to ${RUNTIME_ROLES.join(", ")}`));
  shadows = await as("sp_owner", WITH_TEMP, shadowsOf);
  await as("sp_owner", WITH_TEMP, async (owner) => {
    const arranged = await arrangeCustomer(owner);
    [customer, person] = [arranged, await arrangeMember(owner, arranged)];
  });
});
afterAll(async () => {
  for (const name of [DEPLOYED, WITH_TEMP])
    await as("postgres", "postgres", (client) => client.query(`drop database ${name} with (force)`));
});

/** The attack that was carried out: a temporary table under the name that append_audit writes to, with a trigger. */
const attackOnAudit = (role: string): readonly string[] => {
  const [chain, actor] =
    role === "sp_app" ? [customer, `user:${person}`] : ["partner", role === "sp_signin" ? "system:sign-in" : "system:cli"];
  return [
    "create temp table audit_heads (chain text, seq bigint, hash bytea)",
    "grant all on pg_temp.audit_heads to public",
    ...ATTACKERS_FUNCTIONS,
    "create trigger ran before insert on pg_temp.audit_heads execute function pg_temp.ran_by_trigger()",
    `select set_config('app.customer_id', '${customer}', true), set_config('app.user_id', '${person}', true)`,
    `select append_audit('${chain}', 'escalation.tried', '${actor}', '{}')`,
  ];
};

/** The first statement that is not simply executed says what came of all of them. */
async function attack(role: string, database: string, statements: readonly string[]): Promise<string> {
  return as(role, database, async (client) => {
    await client.query("begin");
    for (const statement of statements) {
      const outcome = await attempt(client, statement);
      if (outcome !== NOTHING) return outcome;
    }
    return NOTHING;
  });
}

test.each(RUNTIME_ROLES)("%s can't make a temporary object in a database as it is deployed", async (role) => {
  expect(await attack(role, DEPLOYED, attackOnAudit(role))).toBe("42501");
  for (const what of [
    "temp view v as select 1",
    "function pg_temp.f() returns int language sql as 'select 1'",
    "schema mine",
    "table mine (a int)",
  ])
    expect(await attack(role, DEPLOYED, [`create ${what}`]), what).toBe("42501");
});

test.each(RUNTIME_ROLES)("%s runs no trigger of its own as sp_owner by way of append_audit, even with TEMP", async (role) => {
  expect(await attack(role, WITH_TEMP, attackOnAudit(role))).toBe(NOTHING);
});

test.each(RUNTIME_ROLES.flatMap((role) => (["views", "tables", "types", "functions"] as const).map((kind) => [role, kind] as const)))(
  "%s runs nothing of its own as sp_owner by shadowing %s, in any function that it may call, even with TEMP",
  async (role, kind) => {
    const calls = await as("sp_owner", WITH_TEMP, (owner) => definerCalls(owner, role, customer));
    expect(calls.length).toBeGreaterThan(5);
    const ran = await as(role, WITH_TEMP, async (client) => {
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
