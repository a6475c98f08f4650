import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { APIRequestContext } from "playwright/test";
import { withDatabase } from "#e2e/support/with-database.ts";
import { partEnvironment, superuserUrl } from "#stack/testing/running-stack.ts";
import { entryPointNamed, type Objects } from "./entry-point-table.ts";
import { tryEntryPoint } from "./try-entry-point.ts";

const KINDS = ["customer", "connection", "user", "invitation", "run", "search", "savedQuery", "contact"] as const;

/** IDs of rows that do not exist. */
export function absentObjects(): Objects {
  return Object.fromEntries(KINDS.map((kind) => [kind, randomUUID()]));
}

/** The user ID of a customer's member with this email address. */
export async function memberOf(customerName: string, email: string): Promise<string> {
  const person = await withDatabase(partEnvironment("command")["DATABASE_STAFF_URL"] ?? "", (client) =>
    firstId(client, "select p.user_id as id from customers c, people_of(c.id) p where c.name = $1 and p.email = $2", [customerName, email]),
  );
  if (person === undefined) throw new Error(`${customerName} has no member ${email}`);
  return person;
}

/** The IDs of rows of a customer, by its name. For kinds of which it has no row, the ID of a row that does not exist. */
export async function objectsOf(customerName: string): Promise<Objects> {
  return { ...absentObjects(), ...(await rowsOf(customerName)) };
}

/** The ID of one row of every kind of a customer. @throws Error if a kind is missing, because then a test would use an absent row */
export async function objectsOfEachKind(customerName: string): Promise<Objects> {
  const found = await rowsOf(customerName);
  const missing = KINDS.filter((kind) => found[kind] === undefined);
  if (missing.length > 0) throw new Error(`${customerName} has no ${missing.join(", ")}`);
  return found;
}

/** The inputs of the actions that create one row of each kind. The connection of the saved search is added later. */
export const ROWS_BY_ACTION = {
  inviteMember: { email: "somebody@globex.example", role: "member" },
  saveSearch: { name: "Errors", words: { region: "eu-central-1" } },
  addSecurityContact: { email: "security@globex.example" },
  saveQuery: { name: "Newest", text: "fields @message | limit 1", shared: true },
} as const;

/** A verification whose role does not exist. */
export const FOREIGN_VERIFICATION = { of: "role", roleArn: "arn:aws:iam::333333333333:role/sallyport/none" } as const;

async function rowsOf(customerName: string): Promise<Objects> {
  return withDatabase(superuserUrl(), async (client) => {
    const customer = await firstId(client, "select id from customers where name = $1", [customerName]);
    if (customer === undefined) throw new Error(`there is no customer ${customerName}`);
    const idOf = (text: string) => firstId(client, text, [customer]);
    const run = "select id, connection_id as connection from verification_runs where customer_id = $1 order by started_at limit 1";
    const runRow = (await client.query<{ id: string; connection: string }>(run, [customer])).rows[0];
    const found = {
      customer,
      connection: runRow?.connection ?? (await idOf("select id from connections where customer_id = $1 limit 1")),
      user: await idOf("select user_id as id from memberships where customer_id = $1 limit 1"),
      invitation: await idOf("select id from invitations where customer_id = $1 and accepted_at is null and revoked_at is null limit 1"),
      run: runRow?.id,
      search: await idOf("select id from saved_searches where customer_id = $1 limit 1"),
      savedQuery: await idOf("select id from saved_queries where customer_id = $1 limit 1"),
      contact: await idOf("select id from security_contacts where customer_id = $1 limit 1"),
    };
    return Object.fromEntries(Object.entries(found).filter(([, id]) => id !== undefined)) as Objects;
  });
}

async function firstId(client: pg.Client, text: string, values: readonly string[]): Promise<string | undefined> {
  return (await client.query<{ id: string }>(text, [...values])).rows[0]?.id;
}

/** Lets Globex's owner create one row of each kind, and returns their IDs. */
export async function createForeignRows(owner: APIRequestContext, portal: string): Promise<Objects> {
  const act = (name: string, raw: object, objects: Objects = {}) => tryEntryPoint(owner, portal, entryPointNamed(name), { objects, raw });
  // A new connection, because a verification of one that waits for another test's role would not end before that one.
  const connectionId = /"value":\{"id":"([0-9a-f-]{36})"/.exec((await act("startConnection", {})).body)?.[1];
  if (connectionId === undefined) throw new Error("no connection was started");
  await act("inviteMember", ROWS_BY_ACTION.inviteMember);
  await act("saveSearch", { connectionId, ...ROWS_BY_ACTION.saveSearch });
  await act("saveQuery", ROWS_BY_ACTION.saveQuery);
  await act("addSecurityContact", ROWS_BY_ACTION.addSecurityContact);
  await act("POST /api/connections/[id]/verification", FOREIGN_VERIFICATION, { connection: connectionId });
  return objectsOfEachKind("Globex");
}
