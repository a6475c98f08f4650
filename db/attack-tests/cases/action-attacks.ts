import type { AttackCase } from "#db/attack-tests/attack-case.ts";
import type { Fixtures } from "#db/attack-tests/fixtures.ts";

const H = "c".repeat(64);
const I = "018f0000-0000-7000-8000-000000000001";

const draft = (f: Fixtures, who: string, act = "verify", connection: string = f.conn.connected.id, tag = "null") =>
  `select draft_action('${who}', '${act}', '{${f.a}}', '{${connection}}', ${tag}, 1, '/admin/connections')`;

/** What staff may do about actions, as a call in the name of a person. */
export const ACTS_OF_ACTIONS: readonly (readonly [title: string, statement: (f: Fixtures, who: string) => string])[] = [
  ["prepares an action", (f, who) => draft(f, who)],
  ["starts an action", (f, who) => `select start_action('${who}', '${f.action.draft}', 'Because of an incident', null)`],
  ["counts the emails of an action", (f, who) => `select emails_of_draft('${who}', '${f.action.draft}')`],
  ["stops an action", (f, who) => `select stop_action('${who}', '${f.action.running}')`],
];

const item = (f: Fixtures) => `select state from staff_action_items where action_id = '${f.action.running}'`;

/** Actions on many connections or customers. */
export const actionAttacks: readonly AttackCase[] = [
  ["as-support", "prepares an action as support", (f) => draft(f, f.people.support), "42501"],
  [
    "as-support",
    "counts the emails of an action as support",
    (f) => `select emails_of_draft('${f.people.support}', '${f.action.draft}')`,
    "42501",
  ],
  [
    "as-admin",
    "counts the emails of a colleague's draft",
    (f) => `select emails_of_draft('${f.people.admin}', '${f.action.draft}')`,
    "P0002",
  ],
  ["as-support", "stops an action as support", (f) => `select stop_action('${f.people.support}', '${f.action.running}')`, "42501"],
  [
    "as-admin",
    "starts the draft of a colleague",
    (f) => `select start_action('${f.people.admin}', '${f.action.draft}', 'Because of an incident', null)`,
    "P0002",
  ],
  [
    "as-operator",
    "starts an action without a reason",
    (f) => `select start_action('${f.people.operator}', '${f.action.draft}', 'short', null)`,
    "23514",
  ],
  ["as-operator", "prepares an action of A with B's connection", (f) => draft(f, f.people.operator, "verify", f.conn.ofB.id), "P0002"],
  ["as-operator", "tags with a line break", (f) => draft(f, f.people.operator, "tag", "null", String.raw`E'a\nb'`), "23514"],
  [
    "as-operator",
    "prepares an action for more than 10,000 rows",
    (f) =>
      `select draft_action('${f.people.operator}', 'resume', array_fill('${f.a}'::uuid, '{10001}'), array_fill(null::uuid, '{10001}'), null, 1, '/')`,
    "22023",
  ],
  ["app", "prepares an action", (f) => draft(f, f.people.operator), "42501"],
  ["app", "reads the actions of staff", () => "select reason from staff_actions", "42501"],
  ["app", "reads the items of actions", () => "select state from staff_action_items", "42501"],
  ["app", "reads what staff did to B's connection", (f) => `select * from actions_on_connection('${f.b}', '${f.conn.ofB.id}', 1)`, "P0002"],
  ["worker", "prepares an action", (f) => draft(f, f.people.operator), "42501"],
  ["worker", "adds an item to an action", (f) => `update staff_action_items set customer_id = '${f.b}'`, "42501"],
  ["worker", "does something to a connection for an action of its own", (f) => `insert into staff_actions (id) values ('${f.a}')`, "42501"],
  ["as-admin", "writes an action", () => "update staff_actions set reason = 'Another reason'", "42501"],
  ["as-admin", "does an item itself", () => `select perform_action_item('${I}', '${H}')`, "42501"],
  [
    "worker",
    "does an item for a person who is no longer staff",
    () => [`select perform_action_item('${I}', '${H}')`, "select id from pgboss.job where name = 'mail-upgrade'"],
    "0 rows",
  ],
  [
    "as-operator",
    "stops the action of a colleague",
    (f) => [`select stop_action('${f.people.operator}', '${f.action.running}')`, item(f)],
    "= stopped",
  ],
];

type Shape = readonly [check: string, sets: string, where?: string];
const STARTED = "started_at is not null";
const ARN = "arn:aws:iam::222222222222:role/x";

/** Values that the checks of actions must refuse. */
export const ACTION_SHAPES: readonly Shape[] = [
  ["staff_action_kind", "kind = 'delete'"],
  ["staff_action_reason", "reason = 'too short'", STARTED],
  ["staff_action_reason", "reason = repeat('x', 501)", STARTED],
  ["staff_action_reason", String.raw`reason = E'a tab\tin a reason'`, STARTED],
  ["staff_action_category", "category = 'Because of an incident', kind = 'rotate'"],
  ["staff_action_category_needed", "category = 'other'", STARTED],
  ["staff_action_category_needed", "kind = 'suspend'", STARTED],
  ["staff_action_tag", "kind = 'tag'"],
  ["staff_action_tag", "tag = 'x'"],
  ["staff_action_tag", "kind = 'tag', tag = repeat('x', 31)"],
  ["staff_action_source", "source = ''"],
  ["staff_action_started", "reason = null", STARTED],
  ["staff_action_started", "finished_at = now()", "started_at is null"],
  ["staff_action_stopped", "stopped_at = now()", STARTED],
  ["staff_action_counts", "waiting = -1"],
  ["staff_action_counts", "items = 10001"],
];

export const ACTION_ITEM_SHAPES: readonly Shape[] = [
  ["staff_action_item_state", "state = 'lost', finished_at = now()"],
  ["staff_action_item_rank", "rank = 3"],
  ["staff_action_item_word", `word = '${ARN}'`],
  ["staff_action_item_finished", "state = 'done'"],
  ["staff_action_item_finished", "finished_at = now()"],
];
