import { membersOf, type PlacedMember, type PlacedText, quoteForDisplay, textsOf, UnreadablePolicy } from "./read-json.ts";

export interface Principals {
  /** The offset of `Principal` or `NotPrincipal` in the text. */
  readonly at: number;
  /** Whether it is `NotPrincipal`: everyone except these. */
  readonly negated: boolean;
  /** The values of `AWS`: `*`, account IDs and ARNs. */
  readonly aws: readonly PlacedText[];
  /** Whether services or identity providers are named too. */
  readonly others: boolean;
}

const KINDS = new Set(["AWS", "Service", "Federated", "CanonicalUser"]);
const AWS = /^(?:\*|[0-9]{12}|arn:[a-z-]+:(?:iam|sts)::(?:[0-9]{12}):[^*?\s]+|A[A-Z]{3}[A-Z0-9]{12,})$/;

/** Reads `Principal` or `NotPrincipal`. In a principal IAM accepts only `*` by itself, and no other wildcards. */
export function readPrincipals({ at, value }: PlacedMember, negated: boolean): Principals {
  if (value.kind === "string") {
    if (value.value === "*") return { at, negated, aws: [{ at: value.at, text: "*" }], others: false };
    throw new UnreadablePolicy(value.at, `A principal must be "*" or an object such as { "AWS": ${quoteForDisplay(value.value)} }.`);
  }
  const kinds = membersOf(value, "A principal");
  for (const [kind, member] of kinds) {
    if (!KINDS.has(kind)) throw new UnreadablePolicy(member.at, `Unknown principal type ${quoteForDisplay(kind)}.`);
  }
  const named = kinds.get("AWS");
  const aws = named === undefined ? [] : textsOf(named.value, "A principal");
  const invalid = aws.find(({ text }) => !AWS.test(text));
  if (invalid !== undefined)
    throw new UnreadablePolicy(
      invalid.at,
      `${quoteForDisplay(invalid.text)} is not a valid principal. Use an account ID, a complete ARN, or "*".`,
    );
  return { at, negated, aws, others: [...kinds.keys()].some((kind) => kind !== "AWS") };
}
