import { randomUUID } from "node:crypto";
import pg from "pg";
import { partEnvironment } from "#e2e/stack/part-environment.ts";
import type { Objects } from "./door-table.ts";

const KINDS = ["customer", "connection", "user", "invitation", "run", "search"] as const;

/** Ids that no row has. */
export function absentObjects(): Objects {
  return Object.fromEntries(KINDS.map((kind) => [kind, randomUUID()]));
}

/** The id of a customer's person, by their address. */
export async function memberOf(customerName: string, email: string): Promise<string> {
  const person = await asStaff((client) =>
    firstId(client, "select p.user_id as id from customers c, people_of(c.id) p where c.name = $1 and p.email = $2", [customerName, email]),
  );
  if (person === undefined) throw new Error(`${customerName} has nobody ${email}`);
  return person;
}

/** Rows of a customer, by the name it was founded with. What it has none of stays absent. */
export async function objectsOf(customerName: string): Promise<Objects> {
  return asStaff(async (client) => {
    const customer = await firstId(client, "select id from customers where name = $1", [customerName]);
    if (customer === undefined) throw new Error(`there is no customer ${customerName}`);
    const of = (text: string) => firstId(client, text, [customer]);
    const found = {
      customer,
      connection: await of("select id from connections where customer_id = $1 limit 1"),
      user: await of("select user_id as id from memberships where customer_id = $1 limit 1"),
      invitation: await of("select id from invitations_of($1) limit 1"),
      run: await of("select id from verification_runs where customer_id = $1 limit 1"),
    };
    return { ...absentObjects(), ...Object.fromEntries(Object.entries(found).filter(([, id]) => id !== undefined)) } as Objects;
  });
}

async function firstId(client: pg.Client, text: string, values: readonly string[]): Promise<string | undefined> {
  return (await client.query<{ id: string }>(text, [...values])).rows[0]?.id;
}

/** Work as the database role of staff, who see every customer's rows. */
async function asStaff<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: partEnvironment("command")["DATABASE_STAFF_URL"] });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
