import { PROBE_LABELS, REPEATED_PROBE_LABEL } from "#kernel/verification/probe-labels.ts";
import type { WhyInconclusive } from "#lib/aws/read-aws-error.ts";
import { assertSendable, LONGEST_EXTERNAL_ID, noExternalId, type SendableId, type SentExternalId } from "#lib/aws/sent-external-id.ts";
import type { ProbeAnswer } from "#lib/verification/shared/run-view.ts";

export type RetiredProbeName = `retired-${1 | 2 | 3 | 4 | 5 | 6}`;

/** The probes of a run. Each detects a class of weakness that the others do not: see `WeaknessClass`. */
export type ProbeName =
  | "right"
  | "none"
  | "random"
  | "doubled"
  | "upper"
  | "near-miss"
  | RetiredProbeName
  | "outside-principal"
  | "second-principal"
  | "right-again";

/** Who sends a probe: the portal's own principal, or one of the two optional principals. */
export type ProbeCaller = "ourselves" | "outside-principal" | "second-principal";

/** One AssumeRole call that a run will send. */
export interface PlannedProbe {
  /** Position in the verification report, from 0. Probes that must be denied are sent in random order. */
  readonly n: number;
  readonly name: ProbeName;
  readonly expected: "allowed" | "denied";
  readonly sends: SentExternalId;
  /** The External ID with its middle masked, or "left out". */
  readonly sent: string;
  readonly caller: ProbeCaller;
}

/** One probe with the answer of AWS. It contains no credentials. */
export interface ProbeResult {
  readonly n: number;
  readonly name: ProbeName;
  readonly expected: "allowed" | "denied";
  readonly sent: string;
  readonly got: ProbeAnswer;
  /** Why the answer is inconclusive; null otherwise. */
  readonly why: WhyInconclusive | null;
  /** The error code of AWS, or empty if the call was allowed or AWS did not answer. */
  readonly code: string;
  readonly requestId: string;
  readonly ms: number;
}

/** The name of the probe on screens and in reports. */
export function probeLabel(name: ProbeName): string {
  if (name === "right-again") return REPEATED_PROBE_LABEL;
  return isRetired(name) ? `${PROBE_LABELS.retired} ${name.slice("retired-".length)}` : PROBE_LABELS[name];
}

export function isRetired(name: ProbeName): name is RetiredProbeName {
  return name.startsWith("retired-");
}

/** The input of a plan. */
export interface ProbeMaterial {
  readonly externalId: SendableId;
  /** The connection's own retired IDs, newest first, without the previous ID of a rotation, which the role may still accept. */
  readonly retired: readonly SendableId[];
  /** Retired IDs of the same customer's other connections to that AWS account. Never those of another customer. */
  readonly retiredElsewhere: readonly SendableId[];
  /** Which of the optional principals are configured. */
  readonly principals: readonly ("outside-principal" | "second-principal")[];
}

export interface ProbePlan {
  /** In the order of the verification report: the correct ID first and last. */
  readonly probes: readonly PlannedProbe[];
  /** How many retired IDs are sent, and how many there are. */
  readonly retired: { readonly sent: number; readonly known: number };
}

const NEWEST_RETIRED = 4;
const RETIRED_ELSEWHERE = 2;
const RETIRED_NAMES: readonly RetiredProbeName[] = ["retired-1", "retired-2", "retired-3", "retired-4", "retired-5", "retired-6"];

/**
 * Decides which probes a run sends. No probe that must be denied has the correct External ID, whatever the ID looks like,
 * except that of the outside principal, which tests the principal and not the ID.
 */
export function planProbes(material: ProbeMaterial, random: RandomSource): ProbePlan {
  const { externalId, principals } = material;
  const own = distinct(material.retired, [externalId]);
  const elsewhere = distinct(material.retiredElsewhere, [externalId, ...own]);
  const retired = [...own.slice(0, NEWEST_RETIRED), ...shuffled(elsewhere, random).slice(0, RETIRED_ELSEWHERE)];
  const probes: Omit<PlannedProbe, "n">[] = [allowedProbe("right", externalId), deniedProbe("none", undefined)];
  const wrong: readonly [ProbeName, SendableId | undefined][] = [
    ["random", randomIdLike(externalId, random)],
    ["doubled", doubledId(externalId)],
    ["upper", upperCasedId(externalId)],
    ["near-miss", nearMissOf(externalId)],
    ...RETIRED_NAMES.map((name, i): [ProbeName, SendableId | undefined] => [name, retired[i]]),
  ];
  for (const [name, id] of wrong) if (id !== undefined) probes.push(deniedProbe(name, id));
  if (principals.includes("outside-principal")) probes.push(deniedProbe("outside-principal", externalId, "outside-principal"));
  if (principals.includes("second-principal")) probes.push(deniedProbe("second-principal", undefined, "second-principal"));
  probes.push(allowedProbe("right-again", externalId));
  return { probes: probes.map((probe, n) => ({ n, ...probe })), retired: { sent: retired.length, known: own.length + elsewhere.length } };
}

function allowedProbe(name: ProbeName, id: SendableId): Omit<PlannedProbe, "n"> {
  return { name, expected: "allowed", sends: { kind: "id", value: id }, sent: maskedId(id), caller: "ourselves" };
}

function deniedProbe(name: ProbeName, id: SendableId | undefined, caller: ProbeCaller = "ourselves"): Omit<PlannedProbe, "n"> {
  if (id === undefined) return { name, expected: "denied", sends: noExternalId, sent: "left out", caller };
  // When masked, the doubled ID would look like the correct one: it starts and ends with the same characters.
  const sent = name === "doubled" ? `${maskedId(id)}, twice` : maskedId(id);
  return { name, expected: "denied", sends: { kind: "id", value: id }, sent, caller };
}

function distinct(ids: readonly SendableId[], without: readonly SendableId[]): readonly SendableId[] {
  return [...new Set(ids)].filter((id) => !without.includes(id));
}

/** The source of random values of a run. Tests use a repeatable one. */
export interface RandomSource {
  /** A version 4 UUID in lowercase. */
  uuid(): string;
  /** A whole number of at least 0 and below `limit`. */
  below(limit: number): number;
}

/** The items in random order. All orders are equally likely (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], random: RandomSource): readonly T[] {
  const pool = [...items];
  const order: T[] = [];
  while (pool.length > 0) order.push(...pool.splice(random.below(pool.length), 1));
  return order;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** `ID.ID`, which starts with the correct ID, ends with it and contains it. Undefined if STS accepts nothing longer. */
export function doubledId(id: SendableId): SendableId | undefined {
  const doubled = `${id}.${id}`.slice(0, LONGEST_EXTERNAL_ID);
  return doubled === id ? undefined : assertSendable(doubled);
}

/** The ID in uppercase, or in lowercase if it is in uppercase already. Undefined for an ID without letters. */
export function upperCasedId(id: SendableId): SendableId | undefined {
  const other = id.toUpperCase() === id ? id.toLowerCase() : id.toUpperCase();
  return other === id ? undefined : assertSendable(other);
}

/** The ID with its last character replaced by another one of the same kind. */
export function nearMissOf(id: SendableId): SendableId {
  const last = id.at(-1) ?? "";
  const alphabet =
    ["0123456789", "abcdef", "ghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "-_+=,.@:/"].find((some) => some.includes(last)) ?? "";
  const next = alphabet[(alphabet.indexOf(last) + 1) % alphabet.length] ?? "";
  return assertSendable(`${id.slice(0, -1)}${next}`);
}

/**
 * A random ID of the same format: `sp-<UUID v4>` for an ID of the portal. In an ID of another product the UUID is replaced,
 * or else each character of the second half, so that a match on the common prefix of a vendor's IDs is detected.
 */
export function randomIdLike(id: SendableId, random: RandomSource): SendableId {
  for (;;) {
    const fresh = UUID.test(id) ? id.replace(UUID, random.uuid()) : redrawn(id, random);
    if (fresh.toLowerCase() !== id.toLowerCase()) return assertSendable(fresh);
  }
}

function redrawn(id: string, random: RandomSource): string {
  const pool = ["0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const start = Math.floor(id.length / 2);
  const redraw = (char: string) => {
    const alphabet = pool.find((some) => some.includes(char));
    return alphabet === undefined ? char : (alphabet[random.below(alphabet.length)] ?? char);
  };
  const fresh = id.slice(0, start) + [...id.slice(start)].map(redraw).join("");
  // If the second half has no letter or digit, eight characters are added; an ID at the limit of STS is shortened first.
  return /[A-Za-z0-9]/.test(id.slice(start)) ? fresh : `${id.slice(0, LONGEST_EXTERNAL_ID - 9)}${random.uuid().slice(0, 8)}`;
}

/** The ID with its middle masked, such as `sp-7f3c1e9a…e3b5`: enough to recognize it, and clearly not complete. */
export function maskedId(id: string): string {
  return id.length < 24 ? `${id.slice(0, Math.ceil(id.length / 4))}…` : `${id.slice(0, 11)}…${id.slice(-4)}`;
}
