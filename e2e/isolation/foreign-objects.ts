import { randomUUID } from "node:crypto";
import pg from "pg";
import type { APIRequestContext } from "playwright/test";
import { partEnvironment, superuserUrl } from "#stack/testing/running-stack.ts";
import { ENTRY_POINTS, type Objects } from "./entry-point-table.ts";
import { tryEntryPoint } from "./try-entry-point.ts";

const KINDS = ["customer", "connection", "user", "invitation", "run", "search"] as const;

/** Ids that no row has. */
export function absentObjects(): Objects {
  return Object.fromEntries(KINDS.map((kind) => [kind, randomUUID()]));
}

/** The id of a customer's person, by their address. */
export async function memberOf(customerName: string, email: string): Promise<string> {
  const person = await withClient(partEnvironment("command")["DATABASE_STAFF_URL"] ?? "", (client) =>
    firstId(client, "select p.user_id as id from customers c, people_of(c.id) p where c.name = $1 and p.email = $2", [customerName, email]),
  );
  if (person === undefined) throw new Error(`${customerName} has nobody ${email}`);
  return person;
}

/** Rows of a customer, by the name it was founded with. What it has none of stays absent. */
export async function objectsOf(customerName: string): Promise<Objects> {
  return { ...absentObjects(), ...(await rowsOf(customerName)) };
}

/** One row of every kind of a customer. @throws when it has none of a kind, which would be asked for like an absent one */
export async function objectsOfEachKind(customerName: string): Promise<Objects> {
  const found = await rowsOf(customerName);
  const missing = KINDS.filter((kind) => found[kind] === undefined);
  if (missing.length > 0) throw new Error(`${customerName} has no ${missing.join(", ")}`);
  return found;
}

/** What a customer's own people do so that there is one of each, as inputs of the portal's actions, a search's connection left out. */
export const ROWS_BY_ACTION = {
  inviteMember: { email: "somebody@globex.example", role: "member" },
  saveSearch: { name: "Errors", words: { region: "eu-central-1" } },
} as const;

/** A verification whose role does not exist. */
export const FOREIGN_VERIFICATION = { of: "role", roleArn: "arn:aws:iam::333333333333:role/sallyport/none" } as const;

async function rowsOf(customerName: string): Promise<Objects> {
  return withClient(superuserUrl(), async (client) => {
    const customer = await firstId(client, "select id from customers where name = $1", [customerName]);
    if (customer === undefined) throw new Error(`there is no customer ${customerName}`);
    const of = (text: string) => firstId(client, text, [customer]);
    const run = "select id, connection_id as connection from verification_runs where customer_id = $1 order by started_at limit 1";
    const tried = (await client.query<{ id: string; connection: string }>(run, [customer])).rows[0];
    const found = {
      customer,
      connection: tried?.connection ?? (await of("select id from connections where customer_id = $1 limit 1")),
      user: await of("select user_id as id from memberships where customer_id = $1 limit 1"),
      invitation: await of("select id from invitations where customer_id = $1 and accepted_at is null and revoked_at is null limit 1"),
      run: tried?.id,
      search: await of("select id from saved_searches where customer_id = $1 limit 1"),
    };
    return Object.fromEntries(Object.entries(found).filter(([, id]) => id !== undefined)) as Objects;
  });
}

async function firstId(client: pg.Client, text: string, values: readonly string[]): Promise<string | undefined> {
  return (await client.query<{ id: string }>(text, [...values])).rows[0]?.id;
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Globex's owner makes one row of each kind, and these are they: a row that is not there would be asked for like an absent one. */
export async function createForeignRows(owner: APIRequestContext, portal: string): Promise<Objects> {
  const act = (name: string, raw: object, objects: Objects = {}) => {
    const door = ENTRY_POINTS.find((each) => each.name.endsWith(` ${name}`));
    if (door === undefined) throw new Error(`there is no door ${name}`);
    return tryEntryPoint(owner, portal, door, { objects, raw });
  };
  // Of its own: where another test's role is waited for, a check would be followed until that is decided.
  const connectionId = /"value":\{"id":"([0-9a-f-]{36})"/.exec((await act("startConnection", {})).body)?.[1];
  if (connectionId === undefined) throw new Error("no connection was started");
  await act("inviteMember", ROWS_BY_ACTION.inviteMember);
  await act("saveSearch", { connectionId, ...ROWS_BY_ACTION.saveSearch });
  await act("POST /api/connections/[id]/verification", FOREIGN_VERIFICATION, { connection: connectionId });
  return objectsOfEachKind("Globex");
}
