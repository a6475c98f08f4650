import type { AttackCase } from "./attack-case.ts";
import type { World } from "./fixtures.ts";

const H = "c".repeat(64);
const I = "018f0000-0000-7000-8000-000000000001";
const invite = (c: string, who: string, mail = "new@a.example", role = "member") =>
  `select invite_member('${c}', '${who}', '${mail}', '${role}', '${I}', '${H}')`;

const idOf = (n: number) => `${I.slice(0, -2)}2${n}`;
const inviteTimes = (w: World, times: number) =>
  Array.from({ length: times }, (_, n) =>
    invite(w.a, w.people.ownerA, "again@a.example")
      .replace(I, idOf(n))
      .replace(H, `${H.slice(0, -1)}${n}`),
  );
const inTheNameOf = (person: string) => `select set_config('app.user_id', '${person}', true)`;

const signIn: AttackCase[] = [
  ["signin", "chooses a customer without membership", (w) => `select choose_customer('${w.people.session.hash}', '${w.b}')`, "P0002"],
  ["signin", "chooses by a session of nobody", (w) => `select choose_customer('${H}', '${w.a}')`, "P0002"],
  ["signin", "writes the chosen customer", (w) => `update sessions set customer_id = '${w.b}'`, "42501"],
  ["signin", "changes a session's token", () => `update sessions set session_token = '${H}'`, "42501"],
  [
    "owner",
    "gives a session a customer without membership",
    (w) => `update sessions set customer_id = '${w.b}' where session_token = '${w.people.session.hash}'`,
    "23503",
  ],
  [
    "signin",
    "stores a raw session token",
    (w) => `insert into sessions (session_token, user_id, expires) values ('raw', '${w.people.ownerA}', now())`,
    "23514",
  ],
  [
    "signin",
    "takes an invitation twice",
    (w) => Array(2).fill(`select accept_invitation('${w.people.invitation.hash}', '${w.people.guest}')`),
    "P0002",
  ],
  [
    "signin",
    "takes another person's invitation",
    (w) => `select accept_invitation('${w.people.invitation.hash}', '${w.people.stranger}')`,
    "P0002",
  ],
  [
    "signin",
    "takes an invitation by its token in place of its hash",
    (w) => `select accept_invitation('${w.people.invitation.token}', '${w.people.guest}')`,
    "P0002",
  ],
  [
    "signin",
    "makes a member",
    (w) => `insert into memberships (customer_id, user_id, role) values ('${w.b}', '${w.people.ownerA}', 'owner')`,
    "42501",
  ],
  ["signin", "makes itself staff", (w) => `insert into staff values ('x', 'y', '${w.people.ownerA}', 'admin')`, "42501"],
  ["signin", "reads memberships", () => "select * from memberships", "42501"],
  ["signin", "reads invitations", () => "select * from invitations", "42501"],
  ["signin", "reads connections", () => "select id from connections", "42501"],
  [
    "signin",
    "links a second identity to a member of staff",
    (w) => `insert into accounts values ('${w.people.admin}', 'oauth', 'customers', 'somebody-else')`,
    "42501",
  ],
  ["signin", "invites staff", () => `select cli_invite_staff('x@example.com', 'admin', '${I}', '${H}')`, "42501"],
  [
    "signin",
    "sees a session that is over",
    (w) => [
      `update sessions set expires = now() where session_token = '${w.people.session.hash}'`,
      `select * from session_of('${w.people.session.hash}')`,
    ],
    "0 rows",
  ],
  [
    "signin",
    "uses a session that is over, and so brings it back",
    (w) => [
      `update sessions set expires = now() where session_token = '${w.people.session.hash}'`,
      `select * from use_session('${w.people.session.hash}', 120)`,
    ],
    "0 rows",
  ],
  [
    "signin",
    "makes a session that lasts for days",
    (w) => `insert into sessions (session_token, user_id, expires) values ('${H}', '${w.people.ownerA}', now() + interval '2 days')`,
    "23514",
  ],
  ["app", "keeps a session alive", (w) => `select * from use_session('${w.people.session.hash}', 120)`, "42501"],
  ["app", "asks whose session it is", (w) => `select * from session_of('${w.people.session.hash}')`, "42501"],
  ["app", "accepts an invitation", (w) => `select accept_invitation('${w.people.invitation.hash}', '${w.people.guest}')`, "42501"],
  ["signin", "lets a stranger in", () => "select may_enter('stranger@example.com')", "= false"],
  ["signin", "lets a guest in by an open invitation, however written", () => "select may_enter('Guest@Example.com')", "= true"],
  [
    "signin",
    "sees the only membership as the chosen one",
    (w) =>
      `select customer_id = '${w.a}' and jsonb_array_length(memberships) = 1 and staff_role is null from session_of('${w.people.session.hash}')`,
    "= true",
  ],
  [
    "signin",
    "sees an invitation",
    (w) => `select kind || ' ' || customer_name || ' ' || state from invitation_by_hash('${w.people.invitation.hash}')`,
    "= member A open",
  ],
  [
    "signin",
    "takes one's own invitation",
    (w) => [
      `select accept_invitation('${w.people.invitation.hash}', '${w.people.guest}')`,
      `select role from memberships_of('${w.people.guest}')`,
    ],
    "= member",
  ],
  ["signin", "ends all sessions of a person", (w) => `select end_sessions('${w.people.ownerA}')`, "= 1"],
  [
    "signin",
    "enrols as staff without an invitation",
    (w) => `select accept_staff_invitation('${H}', '${w.people.session.hash}', 'oidc', 'https://issuer.example')`,
    "P0002",
  ],
];

const owners: AttackCase[] = [
  ["app", "invites as a member", (w) => invite(w.a, w.people.memberA), "42501"],
  ["app", "invites as the member that it is", (w) => [inTheNameOf(w.people.memberA), invite(w.a, w.people.memberA)], "42501"],
  ["app", "invites in an owner's name as a member", (w) => [inTheNameOf(w.people.memberA), invite(w.a, w.people.ownerA)], "42501"],
  [
    "app",
    "invites in an owner's name as nobody",
    (w) => ["select set_config('app.user_id', '', true)", invite(w.a, w.people.ownerA)],
    "42501",
  ],
  ["app", "invites as the owner of B", (w) => invite(w.a, w.people.ownerB), "42501"],
  ["app", "invites as nobody", (w) => invite(w.a, w.b), "42501"],
  ["app", "invites for B", (w) => invite(w.b, w.people.ownerB), "P0002"],
  ["app-b", "invites for A in the name of its owner", (w) => invite(w.a, w.people.ownerA), "P0002"],
  ["app", "invites somebody as staff", (w) => invite(w.a, w.people.ownerA, "new@a.example", "admin"), "23514"],
  ["app", "invites two addresses at once", (w) => invite(w.a, w.people.ownerA, "a@a.example,b@evil.example"), "23514"],
  ["app", "invites an address with a line break", (w) => invite(w.a, w.people.ownerA, "a@a.example\nBcc: x@y.example"), "23514"],
  ["app", "invites a member again", (w) => invite(w.a, w.people.ownerA, "Member@a.example"), "23505"],
  ["app", "stores a raw invitation token", (w) => invite(w.a, w.people.ownerA).replace(H, "raw"), "23514"],
  [
    "app",
    "writes an invitation",
    (w) => `insert into invitations (customer_id, email, role, token_hash) values ('${w.a}', 'x@y.example', 'owner', '${H}')`,
    "42501",
  ],
  ["app", "uses the inner function", (w) => `select add_invitation('${w.a}', 'x@y.example', 'owner', '${I}', '${H}', null, null)`, "42501"],
  ["app", "invites one address for the sixth time in a day", (w) => inviteTimes(w, 6), "23514"],
  ["app", "invites one address for the fifth time in a day", (w) => [...inviteTimes(w, 5), "select 'sent'"], "= sent"],
  [
    "app",
    "invites one address for the sixth time, each withdrawn",
    (w) =>
      inviteTimes(w, 6)
        .flatMap((statement, n) => [statement, `select revoke_invitation('${w.a}', '${w.people.ownerA}', '${idOf(n)}')`])
        .slice(0, -1),
    "23514",
  ],
  [
    "app",
    "asks for another customer's budget",
    (w) => `select * from invitations_free_at('${w.b}', '${w.people.ownerB}', 'x@y.example')`,
    "P0002",
  ],
  [
    "app",
    "asks for the budget as a member",
    (w) => [inTheNameOf(w.people.memberA), `select * from invitations_free_at('${w.a}', '${w.people.memberA}', 'x@y.example')`],
    "42501",
  ],
  ["app", "asks for the inner budget", (w) => `select * from owners_invitation_budget('${w.b}', 'x@y.example')`, "42501"],
  ["app", "revokes as a member", (w) => `select revoke_invitation('${w.a}', '${w.people.memberA}', '${w.people.invitation.id}')`, "42501"],
  [
    "app-b",
    "revokes A's invitation",
    (w) => `select revoke_invitation('${w.b}', '${w.people.ownerB}', '${w.people.invitation.id}')`,
    "P0002",
  ],
  ["app", "removes as a member", (w) => `select remove_member('${w.a}', '${w.people.memberA}', '${w.people.ownerA}')`, "42501"],
  ["app", "removes the last owner", (w) => `select remove_member('${w.a}', '${w.people.ownerA}', '${w.people.ownerA}')`, "23514"],
  ["app", "removes somebody of B", (w) => `select remove_member('${w.a}', '${w.people.ownerA}', '${w.people.ownerB}')`, "P0002"],
  [
    "app",
    "demotes the last owner",
    (w) => `select set_member_role('${w.a}', '${w.people.ownerA}', '${w.people.ownerA}', 'member')`,
    "23514",
  ],
  [
    "app",
    "promotes itself as a member",
    (w) => `select set_member_role('${w.a}', '${w.people.memberA}', '${w.people.memberA}', 'owner')`,
    "42501",
  ],
  [
    "app",
    "gives a role that is none",
    (w) => `select set_member_role('${w.a}', '${w.people.ownerA}', '${w.people.memberA}', 'admin')`,
    "23514",
  ],
  ["app", "lists B's people", (w) => `select * from people_of('${w.b}')`, "P0002"],
  ["app", "lists B's support grants", (w) => `select * from support_grants_of('${w.b}')`, "P0002"],
  ["app", "lists B's invitations", (w) => `select * from invitations_of('${w.b}')`, "P0002"],
  ["app", "asks for the name of B's owner", (w) => `select * from people_named('{${w.people.ownerB}}')`, "0 rows"],
  ["app-none", "asks for names without a customer", (w) => `select * from people_named('{${w.people.ownerA}}')`, "0 rows"],
  ["app", "removes a member directly", (w) => `delete from memberships where customer_id = '${w.a}'`, "42501"],
  ["app", "lists its people", (w) => `select * from people_of('${w.a}')`, "2 rows"],
  [
    "app",
    "asks for the names of its member and the staff who asked for leave",
    (w) => `select * from people_named('{${w.people.memberA},${w.people.support},${w.people.ownerB}}')`,
    "2 rows",
  ],
  [
    "app",
    "invites as an owner, which a mail and an audit row follow",
    (w) => [invite(w.a, w.people.ownerA), `select event from audit_events where chain = '${w.a}' order by seq desc limit 1`],
    "= member.invited",
  ],
  [
    "app",
    "makes a second owner and lets the first go",
    (w) => [
      `select set_member_role('${w.a}', '${w.people.ownerA}', '${w.people.memberA}', 'owner')`,
      inTheNameOf(w.people.memberA),
      `select remove_member('${w.a}', '${w.people.memberA}', '${w.people.ownerA}')`,
      `select * from people_of('${w.a}')`,
    ],
    "1 rows",
  ],
];

export const peopleAttacks: readonly AttackCase[] = [...signIn, ...owners];
