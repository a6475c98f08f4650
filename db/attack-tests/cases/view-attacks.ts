import type { AttackCase } from "#db/attack-tests/attack-case.ts";

/** A call that saves a view in the name of a person. */
export const savesView = (
  who: string,
  { of = "null, null", name = "new", params = "status=draft", shared = false, list = "connections" } = {},
) => `save_staff_view('${who}', ${of}, '${list}', '${name}', '${params}', ${shared})`;

/** Saved views of the lists of staff: whose they are, and who changes what all staff see. */
export const viewAttacks: readonly AttackCase[] = [
  ["staff", "writes a view itself", () => "insert into staff_views (name) values ('x')", "42501"],
  ["app", "reads the views of staff", () => "select name from staff_views", "42501"],
  ["worker", "reads the views of staff", () => "select name from staff_views", "42501"],
  ["as-support", "reads a colleague's own view", (f) => `select name from staff_views where id = '${f.views.own}'`, "0 rows"],
  ["as-support", "reads a shared view", (f) => `select name from staff_views where id = '${f.views.shared}'`, "= ours"],
  ["as-support", "shares a view", (f) => `select ${savesView(f.people.support, { shared: true })}`, "42501"],
  [
    "as-support",
    "changes a shared view",
    (f) => `select ${savesView(f.people.support, { of: `'${f.views.shared}', 1`, shared: true })}`,
    "42501",
  ],
  ["as-support", "deletes a shared view", (f) => `select delete_staff_view('${f.people.support}', '${f.views.shared}')`, "42501"],
  ["as-admin", "changes a colleague's own view", (f) => `select ${savesView(f.people.admin, { of: `'${f.views.own}', 1` })}`, "P0002"],
  ["as-admin", "deletes a colleague's own view", (f) => `select delete_staff_view('${f.people.admin}', '${f.views.own}')`, "P0002"],
  [
    "as-operator",
    "takes a shared view from the others",
    (f) => `select ${savesView(f.people.operator, { of: `'${f.views.shared}', 1` })}`,
    "23514",
  ],
  [
    "as-admin",
    "overwrites a newer revision of a view",
    (f) => `select ${savesView(f.people.admin, { of: `'${f.views.shared}', 7`, shared: true })}`,
    "23514",
  ],
  [
    "as-operator",
    "changes a view of another list",
    (f) => `select ${savesView(f.people.operator, { of: `'${f.views.own}', 1`, list: "audit" })}`,
    "P0002",
  ],
  [
    "as-support",
    "saves more views than 30",
    (f) => [...Array.from({ length: 31 }, (_, n) => `select ${savesView(f.people.support, { name: `view ${n}` })}`)],
    "23514",
  ],
  [
    "as-operator",
    "saves more shared views than 50",
    (f) => [...Array.from({ length: 50 }, (_, n) => `select ${savesView(f.people.operator, { name: `view ${n}`, shared: true })}`)],
    "23514",
  ],
  [
    "owner",
    "keeps the own views of a person who left the staff",
    (f) => [`delete from staff where user_id = '${f.people.operator}'`, "select name from staff_views order by name"],
    "= ours",
  ],
];
