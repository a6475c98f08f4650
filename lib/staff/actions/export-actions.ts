import { itemOrder, staffAction, staffActionPage, staffItemPage } from "#db/queries/staff/staff-actions.ts";
import { ITEM_GROUPS } from "#kernel/staff-action.ts";
import { type Exported, ROWS_AT_ONCE, exportedTime as time } from "#lib/staff/lists/exported-rows.ts";
import { ACTION_LIST, ACTION_STATE_WORDS, ITEM_STATE_WORDS, itemStatusWords, itemWords } from "#lib/staff/shared/action-view.ts";
import { actionFilterOf, actionOrderOf, actionRowsOf, groupOf, itemRowOf } from "./list-actions.ts";

/** No action has this ID: what a person may not see has no rows. */
const NONE = "00000000-0000-0000-0000-000000000000";

/** The list of actions as a file. */
export const ACTION_EXPORT: Exported = {
  spec: ACTION_LIST,
  sort: "started",
  columns: ["action", "actionId", "state", "startedBy", "startedAt", "reason", "done", "items", "problems"],
  async prepare(outer, actor, query) {
    const filter = await actionFilterOf(outer, actor, query);
    return {
      remark: null,
      order: actionOrderOf(query),
      async read(tx, order, start) {
        const page = await staffActionPage(tx, filter, order, start, ROWS_AT_ONCE);
        const rows = await actionRowsOf(tx, page.rows);
        return {
          next: page.next,
          rows: rows.map((row) => ({
            action: row.title,
            actionId: row.id,
            state: ACTION_STATE_WORDS[row.state],
            startedBy: row.by,
            startedAt: time(row.startedAt),
            reason: row.reason,
            done: String(row.done),
            items: String(row.touched),
            problems: String(row.problems),
          })),
        };
      },
    };
  },
};

/** The items of one action as a file, with the result of each. */
export const ITEM_EXPORT: Exported = {
  spec: {
    path: "/admin/actions/items",
    filters: { action: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, show: ITEM_GROUPS },
    sorts: ["problems"],
  },
  sort: "number",
  columns: [
    "customer",
    "customerId",
    "connection",
    "connectionId",
    "state",
    "result",
    "statusBefore",
    "statusAfter",
    "detail",
    "runId",
    "finishedAt",
  ],
  async prepare(tx, actor, query) {
    const id = query.filters["action"]?.[0] ?? NONE;
    const action = await staffAction(tx, actor, id);
    const group = groupOf(query);
    return {
      remark: null,
      order: itemOrder(action?.id ?? NONE, "number"),
      async read(inner, order, start) {
        const page = await staffItemPage(inner, group, order, start, ROWS_AT_ONCE);
        return {
          next: page.next,
          rows: page.rows.map(itemRowOf).map((row) => ({
            customer: row.customerName,
            customerId: row.customerId,
            connection: row.connectionName ?? "",
            connectionId: row.connectionId ?? "",
            state: ITEM_STATE_WORDS[row.state],
            result: row.word === null ? "" : itemWords(row.word),
            statusBefore: itemStatusWords(row.statusBefore),
            statusAfter: row.statusAfter === null ? "" : itemStatusWords(row.statusAfter),
            detail: row.detail,
            runId: row.runId ?? "",
            finishedAt: time(row.finishedAt),
          })),
        };
      },
    };
  },
};
