import type { SeededRandom } from "#lib/verification/testing/seeded-random.ts";
import { CALLERS, type Setting } from "./model/setting.ts";
import type { OneOrMore, TrustStatement } from "./model/trust-document.ts";

export type Conditions = NonNullable<TrustStatement["Condition"]>;

/** A random operator with a random key, mostly the External ID. */
export function randomCondition(random: SeededRandom, setting: Setting): Conditions {
  return random.weighted<() => Conditions>([
    [12, () => onExternalId(random, setting)],
    [1, () => ({ Null: { [random.pick(["sts:ExternalId", "STS:externalid"])]: random.weighted(NULLS) } })],
    [2, () => onPrincipalArn(random)],
    [1, () => onSessionName(random, setting)],
    [1, () => ({ [random.pick(["IpAddress", "NotIpAddress"])]: { "aws:SourceIp": random.pick(RANGES) } })],
    [1, () => ({ [random.pick(["StringEquals", "StringNotEquals"])]: { "aws:PrincipalAccount": random.pick(ACCOUNTS) } })],
    [1, () => random.pick(ELSEWHERE)],
  ])();
}

const NULLS: readonly (readonly [number, OneOrMore])[] = [
  [5, "true"],
  [5, "false"],
  [1, ["true", "false"]],
];
const RANGES = ["127.0.0.1/32", "127.0.0.0/8", "10.0.0.0/8", "0.0.0.0/0", "127.0.0.1"] as const;
const ACCOUNTS = ["999999999999", "111111111111", "444444444444"] as const;
/** AssumeRole has no key `sts:DurationSeconds`, only calls with bearer tokens do: it is a missing key here. */
const ELSEWHERE: readonly [Conditions, ...Conditions[]] = [
  { NumericLessThanEquals: { "sts:DurationSeconds": "900" } },
  { NumericLessThanEqualsIfExists: { "sts:DurationSeconds": "900" } },
  { Bool: { "aws:SecureTransport": "true" } },
  { Bool: { "aws:SecureTransport": "false" } },
  { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-abcdefghij" } },
];

const SET = [
  [12, ""],
  [2, "ForAnyValue:"],
  [2, "ForAllValues:"],
] as const;
const STRING = [
  [10, "StringEquals"],
  [10, "StringLike"],
  [4, "StringNotEquals"],
  [3, "StringEqualsIgnoreCase"],
  [1, "StringNotEqualsIgnoreCase"],
  [4, "StringNotLike"],
] as const;
const IF_EXISTS = [
  [7, ""],
  [1, "IfExists"],
] as const;

function operator(random: SeededRandom, names: readonly (readonly [number, string])[]): string {
  return `${random.weighted(SET)}${random.weighted(names)}${random.weighted(IF_EXISTS)}`;
}

function onExternalId(random: SeededRandom, setting: Setting): Conditions {
  const key = random.chance(95) ? "sts:ExternalId" : "STS:externalid";
  return { [operator(random, STRING)]: { [key]: oneOrMore(random, () => randomValue(random, setting)) } };
}

function onPrincipalArn(random: SeededRandom): Conditions {
  const name = operator(random, [
    [3, "ArnEquals"],
    [3, "ArnLike"],
    [2, "ArnNotEquals"],
    [1, "ArnNotLike"],
    [2, "StringEquals"],
    [2, "StringLike"],
  ]);
  const value = () =>
    random.pick([
      ...([CALLERS.portal, CALLERS.portal, CALLERS.portal, CALLERS.second, CALLERS.third, CALLERS.outside] as const),
      ...["arn:aws:iam::999999999999:role/*", "arn:aws:iam::999999999999:role/sallyport?*", "arn:aws:iam::*:role/sallyport"],
      ...["arn:*:iam::99999999999?:*", `\${aws:PrincipalArn}`],
    ]);
  return { [name]: { "aws:PrincipalArn": oneOrMore(random, value) } };
}

function onSessionName(random: SeededRandom, { sessionName }: Setting): Conditions {
  const value = random.pick(["sp-*", "sp-*", "admin*", "*", sessionName, "sp-????????????????????", "sp-a*", `\${sts:ExternalId}`]);
  return { [operator(random, STRING)]: { "sts:RoleSessionName": value } };
}

function oneOrMore(random: SeededRandom, value: () => string): OneOrMore {
  if (random.chance(70)) return value();
  return Array.from({ length: 1 + random.below(3) }, value);
}

/** A random value for a condition on the External ID: the correct one, a wrong one, or a pattern from either. */
function randomValue(random: SeededRandom, setting: Setting): string {
  const { externalId: id, retired, retiredElsewhere, retiring, issuedToOthers } = setting;
  const old = [...retired, ...retiredElsewhere, ...(retiring === undefined ? [] : [retiring])];
  const other = () => issuedToOthers[random.below(issuedToOthers.length)] ?? id;
  const changedAt = (place: number) => `${id.slice(0, place)}${random.pick("0123456789abcdef")}${id.slice(place + 1)}`;
  const cut = () => 3 + random.below(id.length - 3);
  return random.weighted<() => string>([
    [14, () => id],
    [4, () => old[random.below(old.length)] ?? id],
    [1, () => id.toUpperCase()],
    [2, () => changedAt(random.pick([3, 10, 20, id.length - 1]))],
    [5, () => random.pick(["*", "sp-*", "sp-????????-????-????-????-????????????", "?*", "*-*"])],
    [3, () => random.pick([`${id}*`, `*${id}`, `*${id}*`, `${id}?`, `?${id}`, `${id.slice(0, -1)}?`])],
    [2, () => random.pick([`${id.slice(0, cut())}*`, `*${id.slice(cut())}`, `${id.slice(0, cut())}*${id.slice(-4)}`])],
    [2, () => masked(random, id)],
    [2, other],
    [2, () => random.pick([`${other().slice(0, 3 + random.below(4))}*`, masked(random, other())])],
    [2, () => random.pick(["vendor-1", "vendor-*", "", "x", "*.*", "SP-*", "not an id"])],
    [3, () => random.pick(VARIABLES)],
    [
      1,
      () =>
        random.pick([
          `${id}\${*}`,
          `\${aws:username, '${id}'}`,
          `\${aws:username, 'vendor-1'}`,
          `${id.slice(0, -1)}\${?}`,
          `${id}\${aws:username}`,
        ]),
    ],
  ])();
}

const VARIABLES = [
  `\${sts:ExternalId}`,
  `\${STS:externalid}`,
  `\${sts:RoleSessionName}`,
  `\${aws:PrincipalArn}`,
  `\${aws:username}`,
  `*\${aws:username}`,
  `sp-\${aws:PrincipalAccount}`,
] as const;

/** The ID with some of its characters replaced by `?`. */
function masked(random: SeededRandom, id: string): string {
  const percent = random.pick([3, 10, 40, 80]);
  return [...id].map((char) => (char !== "-" && random.chance(percent) ? "?" : char)).join("");
}
