import type { AttackCase } from "#db/attack-tests/attack-case.ts";

const H = "c".repeat(64);
const I = "018f0000-0000-7000-8000-000000000001";
const LINK = "018f0000-0000-7000-8000-000000000003";
const request = (mail: string, n: number, hash = H) =>
  `select request_link('${mail}', '${LINK.slice(0, -1)}${n}', '${hash.slice(0, -1)}${n}', '${H}', '/')`;

/** Attacks with the origin of a session and with emailed links. */
export const signInAttacks: readonly AttackCase[] = [
  [
    "signin",
    "is staff in a staff member's session from an emailed link",
    (f) => `select coalesce(staff_role, 'none') from session_of('${f.signIn.viaEmail}')`,
    "= none",
  ],
  [
    "signin",
    "is staff in a staff member's session of unknown origin",
    (f) => `select coalesce(staff_role, 'none') from use_session('${f.signIn.unknownOrigin}', 120)`,
    "= none",
  ],
  [
    "signin",
    "is staff in a staff member's session of another provider",
    (f) => `select coalesce(staff_role, 'none') from session_of('${f.signIn.otherProvider}')`,
    "= none",
  ],
  [
    "signin",
    "is staff in a session of the staff's provider",
    (f) => `select staff_role from session_of('${f.signIn.viaStaffProvider}')`,
    "= admin",
  ],
  [
    "signin",
    "changes the provider of a session to the staff's",
    (f) => `update sessions set provider = 'oidc' where session_token = '${f.signIn.viaEmail}'`,
    "42501",
  ],
  [
    "signin",
    "creates a session of a provider that does not exist",
    (f) => `insert into sessions (session_token, user_id, expires, provider) values ('${H}', '${f.people.ownerA}', now(), 'password')`,
    "23514",
  ],
  [
    "signin",
    "gives a member of staff the same identity at a second provider",
    (f) => `insert into accounts select user_id, type, 'staff-oidc', provider_account_id from accounts where user_id = '${f.people.admin}'`,
    "42501",
  ],
  [
    "signin",
    "becomes staff in a session from an emailed link, with an identity at the staff's provider",
    (f) =>
      `select accept_staff_invitation('${f.signIn.recruit.invitation}', '${f.signIn.recruit.viaEmail}', 'oidc', 'https://issuer.example')`,
    "P0002",
  ],
  [
    "signin",
    "becomes staff by an emailed link whose provider is named like the staff's",
    (f) => [
      `insert into accounts values ('${f.people.guest}', 'email', 'email', 'guest@example.com')`,
      `select accept_staff_invitation('${f.signIn.ofGuest.invitation}', '${f.signIn.ofGuest.viaEmail}', 'email', 'https://issuer.example')`,
    ],
    "P0002",
  ],
  [
    "signin",
    "becomes staff with two identities",
    (f) => [
      `insert into accounts values ('${f.signIn.recruit.person}', 'oauth', 'staff-oidc', 'another')`,
      `select accept_staff_invitation('${f.signIn.recruit.invitation}', '${f.signIn.recruit.viaStaffProvider}', 'oidc', 'https://issuer.example')`,
    ],
    "P0002",
  ],
  [
    "signin",
    "becomes staff by another's invitation",
    (f) =>
      `select accept_staff_invitation('${f.signIn.ofGuest.invitation}', '${f.signIn.recruit.viaStaffProvider}', 'oidc', 'https://issuer.example')`,
    "P0002",
  ],
  [
    "signin",
    "becomes staff in a session of the staff's provider, which ends the session from an emailed link",
    (f) => [
      `select accept_staff_invitation('${f.signIn.recruit.invitation}', '${f.signIn.recruit.viaStaffProvider}', 'oidc', 'https://issuer.example')`,
      `select count(*) from sessions where user_id = '${f.signIn.recruit.person}'`,
    ],
    "= 1",
  ],
  [
    "signin",
    "ends a staff member's other sessions in a session from an emailed link",
    (f) => `select end_other_sessions('${f.signIn.viaEmail}', null)`,
    "= 3",
  ],
  ["app", "asks for a role in a session", (f) => `select staff_role_in_session('${f.people.admin}', 'oidc')`, "42501"],

  ["signin", "reads links", () => "select * from verification_tokens", "42501"],
  ["signin", "deletes links, which would reset their limit", () => "delete from verification_tokens", "42501"],
  [
    "signin",
    "writes a link",
    () =>
      `insert into verification_tokens (identifier, token, expires, id, browser, return_path) values ('a@b.example', '${H}', now(), '${I}', '${H}', '/')`,
    "42501",
  ],
  [
    "signin",
    "requests a fourth link",
    () => [...[1, 2, 3].map((n) => request("stranger@example.com", n)), request("Stranger@Example.com", 4)],
    "= false",
  ],
  [
    "signin",
    "requests a fourth link after having used the others",
    () => [
      ...[1, 2, 3].flatMap((n) => [
        request("stranger@example.com", n),
        `select use_link('stranger@example.com', '${H.slice(0, -1)}${n}', '${H}', false)`,
      ]),
      request("stranger@example.com", 4),
    ],
    "= false",
  ],
  [
    "signin",
    "stores a link's token without hashing it",
    () => request("stranger@example.com", 1).replace(`${H.slice(0, -1)}1`, "raw"),
    "23514",
  ],
  [
    "signin",
    "requests a link that leads to another site",
    () => request("stranger@example.com", 1).replace("'/'", "'//evil.example'"),
    "23514",
  ],
  [
    "signin",
    "uses a link in another browser",
    (f) => `select * from use_link('owner@a.example', '${f.signIn.link}', '${"d".repeat(64)}', false)`,
    "0 rows",
  ],
  [
    "signin",
    "uses a link in a browser without a cookie",
    (f) => `select * from use_link('owner@a.example', '${f.signIn.link}', null, false)`,
    "0 rows",
  ],
  ["signin", "uses another's link", (f) => `select * from use_link('owner@b.example', '${f.signIn.link}', '${H}', true)`, "0 rows"],
  [
    "signin",
    "uses a link twice",
    (f) => Array(2).fill(`select * from use_link('owner@a.example', '${f.signIn.link}', '${H}', true)`),
    "0 rows",
  ],
  [
    "signin",
    "uses a link in the browser that requested it",
    (f) => `select * from use_link('owner@a.example', '${f.signIn.link}', '${H}', false)`,
    "1 rows",
  ],
  ["worker", "mails a link to a member of staff", (f) => `select * from link_for_mail('${f.signIn.linkOfStaff}')`, "0 rows"],
  ["worker", "mails a link to a stranger", (f) => `select * from link_for_mail('${f.signIn.linkOfStranger}')`, "0 rows"],
  ["worker", "mails a link to a member", (f) => `select email from link_for_mail('${f.signIn.linkId}')`, "= owner@a.example"],
  ["worker", "requests a link", () => request("stranger@example.com", 1), "42501"],
  ["app", "requests a link", () => request("stranger@example.com", 1), "42501"],
  ["staff", "uses a link", (f) => `select * from use_link('owner@a.example', '${f.signIn.link}', '${H}', true)`, "42501"],
];
