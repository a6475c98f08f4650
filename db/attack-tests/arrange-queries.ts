import { type AsOwner, sha256 } from "#db/testing/arrange.ts";
import type { ArrangedConnection } from "#db/testing/arrange-verification.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";

interface OfBoth {
  readonly a: CustomerId;
  readonly b: CustomerId;
  readonly people: { readonly memberA: UserId; readonly ownerB: UserId };
  readonly conn: { readonly connected: ArrangedConnection; readonly ofB: ArrangedConnection };
}

/** A query that A's member runs now; of both customers a query that has ended, usage, sums for estimates, a threshold and saved queries. */
export async function arrangeQueries(owner: AsOwner, { a, b, people, conn }: OfBoth): Promise<{ readonly running: string }> {
  const query = async (customer: string, connection: string, user: string) => {
    const text = `insert into log_queries (customer_id, connection_id, user_id, region, log_groups, range_from, range_to, query_text, query_sha256, expected_bytes)
      values ($1, $2, $3, 'eu-central-1', '{/a}', now(), now(), 'fields @message', $4, 5) returning id`;
    return (await owner.query<{ id: string }>(text, [customer, connection, user, sha256("fields @message")])).rows[0]?.id ?? "";
  };
  for (const [customer, connection, user] of [
    [a, conn.connected.id, people.memberA],
    [b, conn.ofB.id, people.ownerB],
  ] as const) {
    const ended = await query(customer, connection, user);
    await owner.query(
      "update log_queries set state = 'complete', ended_at = now(), aws_query_id = 'q-1', scanned_bytes = 5 where id = $1",
      [ended],
    );
    await owner.query("insert into query_thresholds values ($1, $2, 1000)", [customer, connection]);
    for (const shared of [true, false])
      await owner.query(
        "insert into saved_queries (customer_id, connection_id, user_id, shared, name, query_text) values ($1, $2, $3, $4, 'x', 'limit 1')",
        [customer, connection, user, shared],
      );
  }
  const running = await query(a, conn.connected.id, people.memberA);
  // Its reader is alive for as long as the tests take.
  await owner.query("update log_queries set heartbeat_at = now() + interval '1 day' where id = $1", [running]);
  return { running };
}

/** Views of a list that an operator saved: one of their own, and one that all staff see. */
export async function arrangeViews(owner: AsOwner, { operator }: { operator: UserId }) {
  const save = async (name: string, shared: boolean) => {
    const text =
      "insert into staff_views (user_id, list, name, params, shared) values ($1, 'connections', $2, 'status=draft', $3) returning id";
    return (await owner.query<{ id: string }>(text, [operator, name, shared])).rows[0]?.id ?? "";
  };
  return { own: await save("mine", false), shared: await save("ours", true) };
}
