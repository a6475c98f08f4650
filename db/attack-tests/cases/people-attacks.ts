import type { AttackCase } from "#db/attack-tests/attack-case.ts";
import type { Fixtures } from "#db/attack-tests/fixtures.ts";

const H = "c".repeat(64);
const I = "018f0000-0000-7000-8000-000000000001";
const invite = (c: string, who: string, mail = "new@a.example", role = "member") =>
  `select invite_member('${c}', '${who}', '${mail}', '${role}', '${I}', '${H}')`;

const idOf = (n: number) => `${I.slice(0, -2)}2${n}`;
const inviteTimes = (f: Fixtures, times: number) =>
  Array.from({ length: times }, (_, n) =>
    invite(f.a, f.people.ownerA, "again@a.example")
      .replace(I, idOf(n))
      .replace(H, `${H.slice(0, -1)}${n}`),
  );
const inTheNameOf = (person: string) => `select set_config('app.user_id', '${person}', true)`;

const signIn: AttackCase[] = [
  ["signin", "chooses a customer without membership", (f) => `select choose_customer('${f.people.session.hash}', '${f.b}')`, "P0002"],
  ["signin", "chooses a customer with a session that does not exist", (f) => `select choose_customer('${H}', '${f.a}')`, "P0002"],
  ["signin", "writes the chosen customer", (f) => `update sessions set customer_id = '${f.b}'`, "42501"],
  ["signin", "changes a session's token", () => `update sessions set session_token = '${H}'`, "42501"],
  [
    "owner",
    "gives a session a customer without membership",
    (f) => `update sessions set customer_id = '${f.b}' where session_token = '${f.people.session.hash}'`,
    "23503",
  ],
  [
    "signin",
    "stores a raw session token",
    (f) => `insert into sessions (session_token, user_id, expires) values ('raw', '${f.people.ownerA}', now())`,
    "23514",
  ],
  [
    "signin",
    "accepts an invitation twice",
    (f) => Array(2).fill(`select accept_invitation('${f.people.invitation.hash}', '${f.people.guest}')`),
    "P0002",
  ],
  [
    "signin",
    "accepts another person's invitation",
    (f) => `select accept_invitation('${f.people.invitation.hash}', '${f.people.stranger}')`,
    "P0002",
  ],
  [
    "signin",
    "accepts an invitation with its token instead of its hash",
    (f) => `select accept_invitation('${f.people.invitation.token}', '${f.people.guest}')`,
    "P0002",
  ],
  [
    "signin",
    "inserts a member",
    (f) => `insert into memberships (customer_id, user_id, role) values ('${f.b}', '${f.people.ownerA}', 'owner')`,
    "42501",
  ],
  ["signin", "makes itself staff", (f) => `insert into staff values ('x', 'y', '${f.people.ownerA}', 'admin')`, "42501"],
  ["signin", "reads memberships", () => "select * from memberships", "42501"],
  ["signin", "reads invitations", () => "select * from invitations", "42501"],
  ["signin", "reads connections", () => "select id from connections", "42501"],
  [
    "signin",
    "links a second identity to a member of staff",
    (f) => `insert into accounts values ('${f.people.admin}', 'oauth', 'customers', 'somebody-else')`,
    "42501",
  ],
  ["signin", "invites staff", () => `select cli_invite_staff('x@example.com', 'admin', '${I}', '${H}')`, "42501"],
  [
    "signin",
    "sees an expired session",
    (f) => [
      `update sessions set expires = now() where session_token = '${f.people.session.hash}'`,
      `select * from session_of('${f.people.session.hash}')`,
    ],
    "0 rows",
  ],
  [
    "signin",
    "extends an expired session by using it",
    (f) => [
      `update sessions set expires = now() where session_token = '${f.people.session.hash}'`,
      `select * from use_session('${f.people.session.hash}', 120)`,
    ],
    "0 rows",
  ],
  [
    "signin",
    "creates a session that lasts for days",
    (f) => `insert into sessions (session_token, user_id, expires) values ('${H}', '${f.people.ownerA}', now() + interval '2 days')`,
    "23514",
  ],
  ["app", "keeps a session alive", (f) => `select * from use_session('${f.people.session.hash}', 120)`, "42501"],
  ["app", "asks whose session it is", (f) => `select * from session_of('${f.people.session.hash}')`, "42501"],
  ["app", "accepts an invitation", (f) => `select accept_invitation('${f.people.invitation.hash}', '${f.people.guest}')`, "42501"],
  ["signin", "lets a stranger in", () => "select is_known_address('stranger@example.com')", "= false"],
  ["signin", "lets a guest in by an open invitation, however written", () => "select is_known_address('Guest@Example.com')", "= true"],
  [
    "signin",
    "sees the only membership as the chosen one",
    (f) =>
      `select customer_id = '${f.a}' and jsonb_array_length(memberships) = 1 and staff_role is null from session_of('${f.people.session.hash}')`,
    "= true",
  ],
  [
    "signin",
    "sees an invitation",
    (f) => `select kind || ' ' || customer_name || ' ' || state from invitation_by_hash('${f.people.invitation.hash}')`,
    "= member A open",
  ],
  [
    "signin",
    "accepts its own invitation",
    (f) => [
      `select accept_invitation('${f.people.invitation.hash}', '${f.people.guest}')`,
      `select role from memberships_of('${f.people.guest}')`,
    ],
    "= member",
  ],
  ["signin", "ends all sessions of a person", (f) => `select end_sessions('${f.people.ownerA}')`, "= 1"],
  [
    "signin",
    "enrols as staff without an invitation",
    (f) => `select accept_staff_invitation('${H}', '${f.people.session.hash}', 'oidc', 'https://issuer.example')`,
    "P0002",
  ],
];

const owners: AttackCase[] = [
  ["app", "invites as a member", (f) => invite(f.a, f.people.memberA), "42501"],
  ["app", "invites as the member that it is", (f) => [inTheNameOf(f.people.memberA), invite(f.a, f.people.memberA)], "42501"],
  ["app", "invites in an owner's name as a member", (f) => [inTheNameOf(f.people.memberA), invite(f.a, f.people.ownerA)], "42501"],
  [
    "app",
    "invites in an owner's name without a person",
    (f) => ["select set_config('app.user_id', '', true)", invite(f.a, f.people.ownerA)],
    "42501",
  ],
  ["app", "invites as the owner of B", (f) => invite(f.a, f.people.ownerB), "42501"],
  ["app", "invites as a person who does not exist", (f) => invite(f.a, f.b), "42501"],
  ["app", "invites for B", (f) => invite(f.b, f.people.ownerB), "P0002"],
  ["app-b", "invites for A in the name of its owner", (f) => invite(f.a, f.people.ownerA), "P0002"],
  ["app", "invites somebody as staff", (f) => invite(f.a, f.people.ownerA, "new@a.example", "admin"), "23514"],
  ["app", "invites two addresses at once", (f) => invite(f.a, f.people.ownerA, "a@a.example,b@evil.example"), "23514"],
  ["app", "invites an address with a line break", (f) => invite(f.a, f.people.ownerA, "a@a.example\nBcc: x@y.example"), "23514"],
  ["app", "invites a member again", (f) => invite(f.a, f.people.ownerA, "Member@a.example"), "23505"],
  ["app", "stores a raw invitation token", (f) => invite(f.a, f.people.ownerA).replace(H, "raw"), "23514"],
  [
    "app",
    "writes an invitation",
    (f) => `insert into invitations (customer_id, email, role, token_hash) values ('${f.a}', 'x@y.example', 'owner', '${H}')`,
    "42501",
  ],
  ["app", "uses the inner function", (f) => `select add_invitation('${f.a}', 'x@y.example', 'owner', '${I}', '${H}', null, null)`, "42501"],
  ["app", "invites one address for the sixth time in a day", (f) => inviteTimes(f, 6), "23514"],
  ["app", "invites one address for the fifth time in a day", (f) => [...inviteTimes(f, 5), "select 'sent'"], "= sent"],
  [
    "app",
    "invites one address for the sixth time, each withdrawn",
    (f) =>
      inviteTimes(f, 6)
        .flatMap((statement, n) => [statement, `select revoke_invitation('${f.a}', '${f.people.ownerA}', '${idOf(n)}')`])
        .slice(0, -1),
    "23514",
  ],
  [
    "app",
    "asks for another customer's budget",
    (f) => `select * from invitations_free_at('${f.b}', '${f.people.ownerB}', 'x@y.example')`,
    "P0002",
  ],
  [
    "app",
    "asks for the budget as a member",
    (f) => [inTheNameOf(f.people.memberA), `select * from invitations_free_at('${f.a}', '${f.people.memberA}', 'x@y.example')`],
    "42501",
  ],
  ["app", "asks for the inner budget", (f) => `select * from owners_invitation_budget('${f.b}', 'x@y.example')`, "42501"],
  ["app", "revokes as a member", (f) => `select revoke_invitation('${f.a}', '${f.people.memberA}', '${f.people.invitation.id}')`, "42501"],
  [
    "app-b",
    "revokes A's invitation",
    (f) => `select revoke_invitation('${f.b}', '${f.people.ownerB}', '${f.people.invitation.id}')`,
    "P0002",
  ],
  ["app", "removes as a member", (f) => `select remove_member('${f.a}', '${f.people.memberA}', '${f.people.ownerA}')`, "42501"],
  ["app", "removes the last owner", (f) => `select remove_member('${f.a}', '${f.people.ownerA}', '${f.people.ownerA}')`, "23514"],
  ["app", "removes somebody of B", (f) => `select remove_member('${f.a}', '${f.people.ownerA}', '${f.people.ownerB}')`, "P0002"],
  [
    "app",
    "demotes the last owner",
    (f) => `select set_member_role('${f.a}', '${f.people.ownerA}', '${f.people.ownerA}', 'member')`,
    "23514",
  ],
  [
    "app",
    "promotes itself as a member",
    (f) => `select set_member_role('${f.a}', '${f.people.memberA}', '${f.people.memberA}', 'owner')`,
    "42501",
  ],
  [
    "app",
    "sets a role that does not exist",
    (f) => `select set_member_role('${f.a}', '${f.people.ownerA}', '${f.people.memberA}', 'admin')`,
    "23514",
  ],
  ["app", "lists B's people", (f) => `select * from people_of('${f.b}')`, "P0002"],
  ["app", "lists B's support grants", (f) => `select * from support_grants_of('${f.b}')`, "P0002"],
  ["app", "lists B's members by pages", (f) => `select * from members_page('${f.b}', '', null, null, false, 40)`, "P0002"],
  ["app", "counts B's members", (f) => `select * from members_counted('${f.b}', '')`, "P0002"],
  [
    "app",
    "asks for more members at once than a page has",
    (f) => `select count(*) <= 100 from members_page('${f.a}', '', null, null, false, 100000)`,
    "= true",
  ],
  ["app", "lists B's invitations", (f) => `select * from invitations_of('${f.b}')`, "P0002"],
  ["app", "asks for the name of B's owner", (f) => `select * from people_named('{${f.people.ownerB}}')`, "0 rows"],
  ["app-none", "asks for names without a customer", (f) => `select * from people_named('{${f.people.ownerA}}')`, "0 rows"],
  ["app", "removes a member directly", (f) => `delete from memberships where customer_id = '${f.a}'`, "42501"],
  ["app", "lists its people", (f) => `select * from people_of('${f.a}')`, "2 rows"],
  [
    "app",
    "asks for the names of its member and of the staff who requested a support grant",
    (f) => `select * from people_named('{${f.people.memberA},${f.people.support},${f.people.ownerB}}')`,
    "2 rows",
  ],
  [
    "app",
    "invites as an owner, which is audited",
    (f) => [invite(f.a, f.people.ownerA), `select event from audit_events where chain = '${f.a}' order by seq desc limit 1`],
    "= member.invited",
  ],
  [
    "app",
    "makes a second owner, who removes the first",
    (f) => [
      `select set_member_role('${f.a}', '${f.people.ownerA}', '${f.people.memberA}', 'owner')`,
      inTheNameOf(f.people.memberA),
      `select remove_member('${f.a}', '${f.people.memberA}', '${f.people.ownerA}')`,
      `select * from people_of('${f.a}')`,
    ],
    "1 rows",
  ],
];

export const peopleAttacks: readonly AttackCase[] = [...signIn, ...owners];
