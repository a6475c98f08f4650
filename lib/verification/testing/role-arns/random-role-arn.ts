import type { SeededRandom } from "#lib/verification/testing/seeded-random.ts";

const NAME = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=,.@-";
export const OWN_ACCOUNTS: readonly string[] = ["999999999999", "111111111111"];

/** A random text such as a person may paste: a valid role ARN in a third of the cases, or else one with one to three errors. */
export function randomRoleArn(random: SeededRandom): string {
  let text = goodArn(random);
  if (random.chance(35)) return text;
  for (let left = 1 + random.below(3); left > 0; left--) text = random.weighted(MUTATIONS)(text, random);
  return text;
}

function goodArn(random: SeededRandom): string {
  const account = random.chance(4) ? (OWN_ACCOUNTS[random.below(2)] ?? "") : random.text(12, "0123456789");
  const length = random.weighted([
    [8, 1 + random.below(40)],
    [1, 63 + random.below(3)],
  ]);
  return `arn:aws:iam::${account}:role${randomPath(random)}${random.text(length, NAME)}`;
}

/** A random path that starts with `/`. A few are about as long as IAM allows, which is 512 characters. */
function randomPath(random: SeededRandom): string {
  if (random.chance(3)) return `/${`${random.text(1, NAME)}/`.repeat(250)}${random.text(5 + random.below(10), NAME)}/`;
  const segments = random.weighted([
    [5, 0],
    [4, 1],
    [2, 2],
    [1, 3],
  ]);
  return `/${Array.from({ length: segments }, () => `${random.text(1 + random.below(12), NAME)}/`).join("")}`;
}

type Mutation = (text: string, random: SeededRandom) => string;

const inserting =
  (...things: readonly [string, ...string[]]): Mutation =>
  (text, random) => {
    const at = random.weighted([
      [1, 0],
      [1, text.length],
      [3, random.below(text.length + 1)],
    ]);
    return text.slice(0, at) + random.pick(things) + text.slice(at);
  };
const replacing =
  (what: string | RegExp, ...by: readonly [string, ...string[]]): Mutation =>
  (text, random) => {
    const put = random.pick(by);
    return text.replace(what, () => put);
  };

const HIDDEN = ["\u200b", "\u200f", "\u202e", "\ufeff", "\u00a0", "\u2028", "\u00ad", "\ud800", "\u3000"] as const;
const PARTS = ["aws-service-role/x.amazonaws.com/", "aws-reserved/sso.amazonaws.com/", "AWSReservedSSO_", "/", "//", "../", "%2f"] as const;

/** The errors with their weights. */
const MUTATIONS: readonly (readonly [number, Mutation])[] = [
  [2, replacing("aws", "aws-cn", "aws-us-gov", "aws-iso", "AWS", "", "aws-", "*")],
  [2, inserting("\n", "\r\n", "\t", " ", "\u0001", "\u001b", "\u007f", "\u0085")],
  [2, inserting(...HIDDEN)],
  [1, (text) => text.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))],
  [1, (text) => text.replace(/\d/, (digit) => String.fromCharCode(0x660 + Number(digit)))],
  [1, inserting("\u0000")],
  [2, replacing(":role/", ":assumed-role/", ":user/", ":instance-profile/", ":policy/", ":ROLE/", ":role", ":roles/", ":role//", ":")],
  [1, (text) => `${text.split(":").slice(0, 5).join(":")}:root`],
  [1, (text) => text.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/").concat("/session")],
  [2, replacing(/\d{12}/, "22222222222", "2222222222222", "", "*", "aws", "0x2222222222", "+22222222222")],
  [2, inserting("&ExternalId=x", "?a=b", "#x", ";", "*", `\${aws:username}`, '"', "'", "\\", "%00", "<", "é", "ß", "😀")],
  [2, (text, random) => text.replace("role/", () => `role/${random.pick(PARTS)}`)],
  [1, (text, random) => text + random.text(random.pick([1, 20, 60, 600, 5000]), NAME)],
  [2, (text, random) => text.slice(0, random.below(text.length + 1))],
  [1, (text, random) => text.slice(random.below(text.length + 1))],
  [2, (text, random) => withoutOne(text, random.below(text.length))],
  [1, (text) => text.toUpperCase()],
  [1, (text) => `${text}${text}`],
  [1, (text) => ` ${text} `],
  [1, (text) => text.replaceAll(":", "::")],
  [1, (_text, random) => random.text(random.below(80), NAME)],
];

function withoutOne(text: string, at: number): string {
  return text.slice(0, at) + text.slice(at + 1);
}
