import { expect, test } from "vitest";
import { arrangeCustomer } from "#db/testing/arrange.ts";
import { type ActionTarget, draftAction, startAction } from "./draft-action.ts";
import { acme, actionsForEachTest, db, REASON, rows, staff, work } from "./testing/actions-fixture.ts";

actionsForEachTest();

test("a tag is added and removed only where that changes something, and the customer's own audit log does not show it", async () => {
  const other = await arrangeCustomer(db().pool("owner"), { name: "Other", suspended: true });
  const target: ActionTarget = { rows: [acme, other].map((customerId) => ({ customerId, connectionId: null })) };
  expect(await draftAction(staff.operator, { kind: "tag", target, tag: null, templateVersion: 1 })).toMatchObject({
    ok: false,
    fields: { tag: expect.any(String) },
  });
  const tagged = async (kind: "tag" | "untag", rows: ActionTarget) => {
    const preview = await draftAction(staff.operator, { kind, target: rows, tag: "pilot", templateVersion: 1 });
    if (!preview.ok) throw new Error(preview.message);
    await startAction(staff.operator, { id: preview.value.id, kind, reason: REASON, category: null });
    await work();
    return preview.value;
  };
  expect(await tagged("tag", { rows: [{ customerId: acme, connectionId: null }] })).toMatchObject({ touched: 1 });
  expect(await tagged("tag", target)).toMatchObject({ touched: 1, skippedBy: [{ word: "has-tag", count: 1 }] });
  expect(await rows("select customer_id as id from customer_tags where tag = 'pilot' order by 1")).toEqual([{ id: acme }, { id: other }]);
  // Without the tag of the filter, every customer would be touched.
  await arrangeCustomer(db().pool("owner"), { name: "Third" });
  expect(await tagged("untag", { list: { tag: "pilot" } })).toMatchObject({ touched: 2, skipped: 0 });
  expect(await rows("select 1 from customer_tags")).toEqual([]);
  expect(await rows("select event from audit_events where chain = $1", [acme])).toEqual([]);
});
