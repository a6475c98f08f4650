import { noExternalId, type SendableId } from "#lib/aws/sent-external-id.ts";
import type { PlannedProbe, ProbeCaller, ProbeName, RetiredProbeName } from "./probe.ts";
import { type RandomSource, shuffled } from "./random-source.ts";
import { doubledId, maskedId, nearMissOf, randomIdLike, upperCasedId } from "./wrong-ids.ts";

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
  return { name, expected: "granted", sends: { kind: "id", value: id }, sent: maskedId(id), caller: "ourselves" };
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
