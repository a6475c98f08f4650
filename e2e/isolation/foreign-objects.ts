import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import pg from "pg";
import type { Objects } from "./door-table.ts";

const KINDS = ["customer", "connection", "user", "invitation", "run", "search"] as const;

/** Ids that no row has. */
export function absentObjects(): Objects {
  return Object.fromEntries(KINDS.map((kind) => [kind, randomUUID()]));
}

/** The id of a customer's person, by their address. */
export async function memberOf(customerName: string, email: string): Promise<string> {
  const client = new pg.Client({ connectionString: staffUrl() });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      "select p.user_id as id from customers c, people_of(c.id) p where c.name = $1 and p.email = $2",
      [customerName, email],
    );
    const [person] = rows;
    if (person === undefined) throw new Error(`${customerName} has nobody ${email}`);
    return person.id;
  } finally {
    await client.end();
  }
}

/** Rows of a customer, by the name it was founded with. What it has none of stays absent. */
export async function objectsOf(customerName: string): Promise<Objects> {
  const client = new pg.Client({ connectionString: staffUrl() });
  await client.connect();
  try {
    const one = async (text: string, values: readonly string[]): Promise<string | undefined> =>
      (await client.query<{ id: string }>(text, [...values])).rows[0]?.id;
    const customer = await one("select id from customers where name = $1", [customerName]);
    if (customer === undefined) throw new Error(`there is no customer ${customerName}`);
    const found = {
      customer,
      connection: await one("select id from connections where customer_id = $1 limit 1", [customer]),
      user: await one("select user_id as id from memberships where customer_id = $1 limit 1", [customer]),
      invitation: await one("select id from invitations_of($1) limit 1", [customer]),
      run: await one("select id from verification_runs where customer_id = $1 limit 1", [customer]),
    };
    return { ...absentObjects(), ...Object.fromEntries(Object.entries(found).filter(([, id]) => id !== undefined)) } as Objects;
  } finally {
    await client.end();
  }
}

function staffUrl(): string {
  const file = readFileSync(`${process.env["E2E_DATA"] ?? ".data"}/command.env`, "utf8");
  const line = file.split("\n").find((each) => each.startsWith("DATABASE_STAFF_URL="));
  if (line === undefined) throw new Error("command.env names no DATABASE_STAFF_URL");
  return line.slice(line.indexOf("=") + 1);
}
