import type { AttackCase } from "./attack-case.ts";

const H = "c".repeat(64);
const I = "018f0000-0000-7000-8000-000000000001";
const LINK = "018f0000-0000-7000-8000-000000000003";
const request = (mail: string, n: number, hash = H) =>
  `select request_link('${mail}', '${LINK.slice(0, -1)}${n}', '${hash.slice(0, -1)}${n}', '${H}', '/')`;

/** What is attempted with where a session came from, and with mailed links. */
export const signInCheats: readonly AttackCase[] = [
  [
    "signin",
    "is staff in a staff member's session from a mailed link",
    (w) => `select coalesce(staff_role, 'none') from session_of('${w.signIn.mailed}')`,
    "= none",
  ],
  [
    "signin",
    "is staff in a staff member's session of unknown origin",
    (w) => `select coalesce(staff_role, 'none') from use_session('${w.signIn.old}', 120)`,
    "= none",
  ],
  [
    "signin",
    "is staff in a staff member's session of another provider",
    (w) => `select coalesce(staff_role, 'none') from session_of('${w.signIn.otherProvider}')`,
    "= none",
  ],
  ["signin", "is staff in a session of the staff's provider", (w) => `select staff_role from session_of('${w.signIn.proven}')`, "= admin"],
  [
    "signin",
    "says afterwards that a session came from the staff's provider",
    (w) => `update sessions set provider = 'oidc' where session_token = '${w.signIn.mailed}'`,
    "42501",
  ],
  [
    "signin",
    "begins a session of a provider that there is not",
    (w) => `insert into sessions (session_token, user_id, expires, provider) values ('${H}', '${w.people.ownerA}', now(), 'password')`,
    "23514",
  ],
  [
    "signin",
    "gives a member of staff the same identity at a second provider",
    (w) => `insert into accounts select user_id, type, 'staff-oidc', provider_account_id from accounts where user_id = '${w.people.admin}'`,
    "42501",
  ],
  [
    "signin",
    "becomes staff in a session from a mailed link, with an identity at the staff's provider",
    (w) =>
      `select accept_staff_invitation('${w.signIn.recruit.invitation}', '${w.signIn.recruit.mailed}', 'oidc', 'https://issuer.example')`,
    "P0002",
  ],
  [
    "signin",
    "becomes staff by a mailed link that calls itself the staff's provider",
    (w) => [
      `insert into accounts values ('${w.people.guest}', 'email', 'email', 'guest@example.com')`,
      `select accept_staff_invitation('${w.signIn.ofGuest.invitation}', '${w.signIn.ofGuest.mailed}', 'email', 'https://issuer.example')`,
    ],
    "P0002",
  ],
  [
    "signin",
    "becomes staff with two identities",
    (w) => [
      `insert into accounts values ('${w.signIn.recruit.person}', 'oauth', 'staff-oidc', 'another')`,
      `select accept_staff_invitation('${w.signIn.recruit.invitation}', '${w.signIn.recruit.proven}', 'oidc', 'https://issuer.example')`,
    ],
    "P0002",
  ],
  [
    "signin",
    "becomes staff by another's invitation",
    (w) =>
      `select accept_staff_invitation('${w.signIn.ofGuest.invitation}', '${w.signIn.recruit.proven}', 'oidc', 'https://issuer.example')`,
    "P0002",
  ],
  [
    "signin",
    "becomes staff in a session of the staff's provider, which ends the mailed one",
    (w) => [
      `select accept_staff_invitation('${w.signIn.recruit.invitation}', '${w.signIn.recruit.proven}', 'oidc', 'https://issuer.example')`,
      `select count(*) from sessions where user_id = '${w.signIn.recruit.person}'`,
    ],
    "= 1",
  ],
  ["signin", "ends sessions in staff's name from a mailed link", (w) => `select end_sessions_beside('${w.signIn.mailed}', null)`, "= 3"],
  ["app", "asks for a role in a session", (w) => `select staff_role_in_session('${w.people.admin}', 'oidc')`, "42501"],

  ["signin", "reads links", () => "select * from verification_tokens", "42501"],
  ["signin", "deletes links, and with them their budget", () => "delete from verification_tokens", "42501"],
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
  ["signin", "stores a raw link", () => request("stranger@example.com", 1).replace(`${H.slice(0, -1)}1`, "raw"), "23514"],
  ["signin", "leads to another site afterwards", () => request("stranger@example.com", 1).replace("'/'", "'//evil.example'"), "23514"],
  [
    "signin",
    "uses a link in another browser",
    (w) => `select * from use_link('owner@a.example', '${w.signIn.link}', '${"d".repeat(64)}', false)`,
    "0 rows",
  ],
  [
    "signin",
    "uses a link in a browser that names itself by nothing",
    (w) => `select * from use_link('owner@a.example', '${w.signIn.link}', null, false)`,
    "0 rows",
  ],
  ["signin", "uses another's link", (w) => `select * from use_link('owner@b.example', '${w.signIn.link}', '${H}', true)`, "0 rows"],
  [
    "signin",
    "uses a link twice",
    (w) => Array(2).fill(`select * from use_link('owner@a.example', '${w.signIn.link}', '${H}', true)`),
    "0 rows",
  ],
  [
    "signin",
    "uses a link where it was requested",
    (w) => `select * from use_link('owner@a.example', '${w.signIn.link}', '${H}', false)`,
    "1 rows",
  ],
  ["worker", "mails a link to a member of staff", (w) => `select * from link_for_mail('${w.signIn.linkOfStaff}')`, "0 rows"],
  ["worker", "mails a link to a stranger", (w) => `select * from link_for_mail('${w.signIn.linkOfStranger}')`, "0 rows"],
  ["worker", "mails a link to a member", (w) => `select email from link_for_mail('${w.signIn.linkId}')`, "= owner@a.example"],
  ["worker", "requests a link", () => request("stranger@example.com", 1), "42501"],
  ["app", "requests a link", () => request("stranger@example.com", 1), "42501"],
  ["staff", "uses a link", (w) => `select * from use_link('owner@a.example', '${w.signIn.link}', '${H}', true)`, "42501"],
];
