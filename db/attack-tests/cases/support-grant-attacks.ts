import type { AttackCase } from "#db/attack-tests/attack-case.ts";

/** Attacks by way of the grants with which an owner lets a member of staff read logs. */
export const supportGrantAttacks: readonly AttackCase[] = [
  [
    "as-support",
    "opens with a grant approved in the future",
    (f) => `select * from open_connection_for_support('${f.grants.future}', '${f.people.support}', false)`,
    "P0002",
  ],
  [
    "as-support",
    "opens with a grant that ended",
    (f) => `select * from open_connection_for_support('${f.grants.ended}', '${f.people.support}', false)`,
    "P0002",
  ],
  [
    "as-support",
    "opens with a grant that was not approved",
    (f) => `select * from open_connection_for_support('${f.grants.asked}', '${f.people.support}', false)`,
    "P0002",
  ],
  [
    "as-operator",
    "opens with another person's grant",
    (f) => `select * from open_connection_for_support('${f.grants.live}', '${f.people.operator}', false)`,
    "P0002",
  ],
  [
    "as-support",
    "opens without a grant",
    (f) => `select * from open_connection_for_support('${f.a}', '${f.people.support}', false)`,
    "P0002",
  ],
  [
    "as-support",
    "opens with a grant for a quarantined connection",
    (f) => `select * from open_connection_for_support('${f.grants.quarantined}', '${f.people.support}', false)`,
    "P0002",
  ],
  ["staff", "approves its own grant", (f) => `update support_grants set approved_at = now() where id = '${f.grants.asked}'`, "42501"],
  [
    "staff",
    "approves through the owners' function",
    (f) => `select approve_support_grant('${f.a}', '${f.people.ownerA}', '${f.grants.asked}', 30)`,
    "42501",
  ],
  [
    "staff",
    "inserts a grant",
    (f) =>
      `insert into support_grants (customer_id, connection_id, staff_user_id, reason) values ('${f.a}', '${f.conn.connected.id}', '${f.people.support}', 'x')`,
    "42501",
  ],
  [
    "staff",
    "asks as a person who is not staff",
    (f) => `select request_support_grant('${f.people.ownerA}', '${f.a}', '${f.conn.connected.id}', 'x')`,
    "42501",
  ],
  [
    "as-support",
    "asks for a draft",
    (f) => `select request_support_grant('${f.people.support}', '${f.a}', '${f.conn.draft.id}', 'x')`,
    "P0002",
  ],
  ["app", "approves as a member", (f) => `select approve_support_grant('${f.a}', '${f.people.memberA}', '${f.grants.asked}', 30)`, "42501"],
  [
    "app",
    "approves as the owner of B",
    (f) => `select approve_support_grant('${f.a}', '${f.people.ownerB}', '${f.grants.asked}', 30)`,
    "42501",
  ],
  ["app-b", "approves A's grant", (f) => `select approve_support_grant('${f.b}', '${f.people.ownerB}', '${f.grants.asked}', 30)`, "P0002"],
  [
    "app",
    "approves for 61 minutes",
    (f) => `select approve_support_grant('${f.a}', '${f.people.ownerA}', '${f.grants.asked}', 61)`,
    "23514",
  ],
  [
    "app",
    "approves a grant that ended",
    (f) => `select approve_support_grant('${f.a}', '${f.people.ownerA}', '${f.grants.ended}', 30)`,
    "P0002",
  ],
  ["app", "writes a grant", () => "update support_grants set approved_at = now()", "42501"],
  [
    "owner",
    "makes a grant valid for two hours",
    (f) => `update support_grants set approved_at = now(), expires_at = now() + interval '2 h' where id = '${f.grants.asked}'`,
    "23514",
  ],
  ["app", "ends as a member", (f) => `select end_support_grant('${f.a}', '${f.people.memberA}', '${f.grants.live}')`, "42501"],
  [
    "app",
    "approves as an owner",
    (f) => [
      `select approve_support_grant('${f.a}', '${f.people.ownerA}', '${f.grants.asked}', 60)`,
      `select expires_at = now() + interval '60 min' from support_grants where id = '${f.grants.asked}'`,
    ],
    "= true",
  ],
  [
    "app",
    "ends as an owner",
    (f) => [
      `select end_support_grant('${f.a}', '${f.people.ownerA}', '${f.grants.live}')`,
      `select expires_at = now() from support_grants where id = '${f.grants.live}'`,
    ],
    "= true",
  ],
  [
    "as-support",
    "opens with its valid grant, which is audited",
    (f) => [
      `select * from open_connection_for_support('${f.grants.live}', '${f.people.support}', false)`,
      `select event from audit_events where chain = '${f.a}' order by seq desc limit 1`,
    ],
    "= support.opened",
  ],
];
