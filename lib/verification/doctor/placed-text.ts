import type { PlacedJson, PlacedMember } from "./placed-json.ts";
import { UnreadablePolicy } from "./unreadable-policy.ts";

export interface PlacedText {
  readonly at: number;
  readonly text: string;
}

/** The members of a block in braces. `what` begins the sentence when it is none. */
export function membersOf(json: PlacedJson, what: string): ReadonlyMap<string, PlacedMember> {
  if (json.kind !== "object") throw new UnreadablePolicy(json.at, `${what} must be an object: { … }.`);
  return json.members;
}

/** One text, or a list of texts; a number or true and false count as their text, as in IAM. */
export function textsOf(json: PlacedJson, what: string): readonly PlacedText[] {
  return json.kind === "array" ? json.items.map((item) => textOf(item, what)) : [textOf(json, what)];
}

function textOf(json: PlacedJson, what: string): PlacedText {
  if (json.kind === "string") return { at: json.at, text: json.value };
  if (json.kind === "other" && json.value !== null) return { at: json.at, text: String(json.value) };
  if (json.kind === "object" && [...json.members.keys()].some((name) => name === "Ref" || name.startsWith("Fn::"))) {
    throw new UnreadablePolicy(json.at, "This is a CloudFormation function. Paste the policy from IAM, which has the final values.");
  }
  throw new UnreadablePolicy(json.at, `${what} must be a string or a list of strings.`);
}
