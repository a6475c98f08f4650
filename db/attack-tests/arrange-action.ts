import type { AsOwner } from "#db/testing/arrange.ts";
import type { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";

/** An action in progress that a person started who is no longer staff, with one item that waits, and a draft of the operator. */
export async function arrangeAction(
  owner: AsOwner,
  at: { readonly customer: CustomerId; readonly connection: ConnectionId; readonly by: UserId; readonly operator: UserId },
): Promise<{ readonly running: string; readonly draft: string }> {
  const action = async (madeBy: UserId, started: string, reason: string | null) => {
    const { rows } = await owner.query<{ id: string }>(
      `insert into staff_actions (kind, made_by, template_version, source, started_at, reason)
       values ('upgrade', $1, 1, '/admin/connections', ${started}, $2) returning id`,
      [madeBy, reason],
    );
    const id = rows[0]?.id ?? "";
    await owner.query(
      "insert into staff_action_items (action_id, n, customer_id, connection_id, state, status_before) values ($1, 1, $2, $3, 'waiting', 'connected')",
      [id, at.customer, at.connection],
    );
    return id;
  };
  return { running: await action(at.by, "now()", "Update after the incident"), draft: await action(at.operator, "null", null) };
}
