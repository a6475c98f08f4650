import { type AsOwner, sha256 } from "#db/testing/arrange.ts";
import type { ArrangedConnection } from "#db/testing/arrange-verification.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";

interface OfBoth {
  readonly a: CustomerId;
  readonly b: CustomerId;
  readonly people: { readonly ownerA: UserId; readonly ownerB: UserId; readonly operator: UserId };
  readonly conn: { readonly connected: ArrangedConnection; readonly ofB: ArrangedConnection };
}

/** Of both customers a tag, a note of an operator, a confirmed and an unconfirmed contact for security notices, and an email that was sent. */
export async function arrangeRecords(owner: AsOwner, { a, b, people, conn }: OfBoth) {
  const arrange = async (customer: CustomerId, person: UserId, connection: string, n: number) => {
    await owner.query("insert into customer_tags (customer_id, tag) values ($1, 'emea')", [customer]);
    const { rows } = await owner.query<{ id: string }>(
      "insert into customer_notes (customer_id, author_id, note) values ($1, $2, 'Call first.') returning id",
      [customer, people.operator],
    );
    const contact = async (name: string, k: number, confirmed: boolean) => {
      const id = `018f0000-0000-7000-8000-0000000000${n}${k}`;
      const hash = sha256(`contact ${n}${k}`);
      await owner.query(
        "insert into security_contacts (customer_id, id, email, token_hash, added_by, confirmed_at) values ($1, $2, $3, $4, $5, case when $6 then now() end)",
        [customer, id, `${name}${n}@soc.example`, hash, person, confirmed],
      );
      return { id, hash };
    };
    await owner.query(
      "insert into sent_emails values ($1, gen_random_uuid(), 'quarantine', $2, $3, 'someone@soc.example', 'sent', null, 1, now(), now())",
      [customer, connection, person],
    );
    return { note: rows[0]?.id ?? "", confirmed: await contact("soc", 1, true), unconfirmed: await contact("new", 2, false) };
  };
  return { a: await arrange(a, people.ownerA, conn.connected.id, 1), b: await arrange(b, people.ownerB, conn.ofB.id, 2) };
}
