import { type PlacedJson, type Position, positionIn, readJson, UnreadablePolicy } from "./policy/read-json.ts";

export interface FoundPolicy {
  readonly json: PlacedJson;
  /** The position in the pasted text of a place in `json`. */
  readonly locate: (at: number) => Position;
  /** A note for the person if more than the policy was pasted; null otherwise. */
  readonly note: string | null;
  /** The whole role, if one was pasted. It has its own positions. */
  readonly role: { readonly json: PlacedJson; readonly locate: FoundPolicy["locate"] } | null;
}

const WHOLE_ROLE = "You pasted a whole role. Its trust policy was analyzed.";
const ENCODED = "You pasted an encoded policy. It was decoded and analyzed. Line numbers refer to the encoded text.";

/**
 * Finds the trust policy in what a person pasted: the policy itself, a role as `aws iam get-role` prints it, or either
 * of them URL-encoded or as a JSON string.
 * @throws UnreadablePolicy for anything else, with a sentence about what it seems to be
 */
export function findPolicy(text: string): FoundPolicy {
  if (text.trim() === "") throw new UnreadablePolicy(0, "Paste a trust policy.");
  if (/^\s*%7B/i.test(text)) return decoded(decodeUrl(text.trim(), 0), 0, { line: 1, column: 1 });
  const locate = (at: number) => positionIn(text, at);
  return unwrapped(readOrExplain(text), locate);
}

function unwrapped(json: PlacedJson, locate: FoundPolicy["locate"]): FoundPolicy {
  if (json.kind === "string") return decoded(decodeString(json.value, json.at), json.at, locate(json.at));
  const role = roleIn(json);
  if (role === null) return { json, locate, note: null, role };
  const { document } = role;
  const found =
    document.kind === "string"
      ? decoded(decodeString(document.value, document.at), document.at, locate(document.at))
      : { json: document, locate };
  return { ...found, note: WHOLE_ROLE, role: { json: role.json, locate } };
}

/** The role in this JSON and its `AssumeRolePolicyDocument`; null if there is none. */
function roleIn(json: PlacedJson): { readonly json: PlacedJson; readonly document: PlacedJson } | null {
  if (json.kind !== "object" || json.members.has("Statement")) return null;
  const document = json.members.get("AssumeRolePolicyDocument")?.value;
  if (document !== undefined) return { json, document };
  const role = json.members.get("Role")?.value;
  if (role !== undefined) return roleIn(role);
  const roles = (json.members.get("Roles") ?? json.members.get("RoleDetailList"))?.value;
  if (roles?.kind !== "array") return null;
  const [only] = roles.items;
  if (only !== undefined && roles.items.length === 1) return roleIn(only);
  throw new UnreadablePolicy(roles.at, `This text contains ${roles.items.length} roles. Paste the trust policy of one role.`);
}

function readOrExplain(text: string): PlacedJson {
  const foreign = foreignFormatOf(text);
  try {
    const json = readJson(text);
    if (foreign === "cloudformation" && json.kind === "object" && (json.members.has("Resources") || json.members.has("Properties")))
      throw new UnreadablePolicy(json.at, explainForeignFormat(foreign));
    if (foreign === "terraform" && json.kind === "object" && json.members.has("resource"))
      throw new UnreadablePolicy(json.at, explainForeignFormat(foreign));
    return json;
  } catch (error) {
    if (!(error instanceof UnreadablePolicy) || foreign === undefined) throw error;
    throw new UnreadablePolicy(error.at, explainForeignFormat(foreign));
  }
}

function decodeString(value: string, at: number): string {
  return /^\s*%7B/i.test(value) ? decodeUrl(value, at) : value;
}

function decodeUrl(value: string, at: number): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new UnreadablePolicy(at, "This text looks like a URL-encoded policy, but it is incomplete or damaged.");
  }
}

/** A policy from an encoded text. Every position is that of the encoded text. */
function decoded(text: string, at: number, place: Position): FoundPolicy {
  try {
    return { json: readJson(text), locate: () => place, note: ENCODED, role: null };
  } catch (error) {
    if (error instanceof UnreadablePolicy) throw new UnreadablePolicy(at, `In the encoded policy: ${error.message}`);
    throw error;
  }
}

/** What people paste instead of a trust policy. */
export type ForeignFormat = "cloudformation" | "terraform" | "arn" | "command";

const SIGNS: readonly (readonly [ForeignFormat, RegExp])[] = [
  ["arn", /^\s*arn:[^\s{]*\s*$/],
  ["command", /^\s*(?:\$ )?aws\s+(?:iam|sts)\s/],
  [
    "terraform",
    /\b(?:resource|data)\s+"aws_iam_|\bjsonencode[ \t]*\(|\bassume_role_policy[ \t]*=|"aws_iam_role"[ \t]*:|^[ \t]*(?:statement|principals|condition)[ \t]*\{/m,
  ],
  [
    "cloudformation",
    /\bAWSTemplateFormatVersion\b|\bAWS::IAM::Role\b|^[ \t-]*(?:AssumeRolePolicyDocument|Version|Statement)[ \t]*:[ \t]*(?:$|['"\w])|!(?:Sub|Ref|GetAtt)\b/m,
  ],
];

const SENTENCES: Readonly<Record<ForeignFormat, string>> = {
  arn: "This is an ARN, not a trust policy. In IAM, open the role and copy the policy from the Trust relationships tab.",
  command: "This is a command, not a trust policy. Paste its output: the role, or only its trust policy.",
  terraform: "This is Terraform code, not a trust policy. In IAM, open the role and copy the policy from the Trust relationships tab.",
  cloudformation:
    "This is a CloudFormation template, not a trust policy. In IAM, open the role and copy the policy from the Trust relationships tab.",
};

/** The likely format of a text that is not a policy in JSON. It is a guess from single words, used only if reading the policy fails. */
function foreignFormatOf(text: string): ForeignFormat | undefined {
  return SIGNS.find(([, sign]) => sign.test(text))?.[0];
}

function explainForeignFormat(format: ForeignFormat): string {
  return SENTENCES[format];
}
