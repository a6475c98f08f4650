import { noExternalId, type SendableId } from "#lib/aws/sent-external-id.ts";
import type { PlannedProbe, ProbeCaller, ProbeName, RetiredProbeName } from "./probe.ts";
import { type RandomSource, shuffled } from "./random-source.ts";
import { doubledId, maskedId, nearMissOf, randomIdLike, upperCasedId } from "./wrong-ids.ts";

/** What a plan is made from. */
export interface ProbeMaterial {
  readonly externalId: SendableId;
  /** The connection's own retired IDs, newest first. One that is `retiring` overlaps and is not among them. */
  readonly retired: readonly SendableId[];
  /** Other retired IDs of the same customer for that AWS account. Never another customer's. */
  readonly retiredElsewhere: readonly SendableId[];
  /** Which of the optional principals are configured. */
  readonly principals: readonly ("outside-principal" | "second-principal")[];
}

export interface ProbePlan {
  /** In the order of the receipt: right first, right again last. */
  readonly probes: readonly PlannedProbe[];
  /** The receipt says how many retired IDs were tried of how many there are. */
  readonly retired: { readonly sent: number; readonly known: number };
}

const NEWEST_RETIRED = 4;
const RETIRED_ELSEWHERE = 2;
const RETIRED_NAMES: readonly RetiredProbeName[] = ["retired-1", "retired-2", "retired-3", "retired-4", "retired-5", "retired-6"];

/**
 * Decides what a run sends. No probe that must be refused carries the right ID, whatever the ID looks like (the outside
 * principal's does on purpose). Source: 03-verification "Probes".
 */
export function planProbes(material: ProbeMaterial, random: RandomSource): ProbePlan {
  const { externalId, principals } = material;
  const own = distinct(material.retired, [externalId]);
  const elsewhere = distinct(material.retiredElsewhere, [externalId, ...own]);
  const retired = [...own.slice(0, NEWEST_RETIRED), ...shuffled(elsewhere, random).slice(0, RETIRED_ELSEWHERE)];
  const probes: Omit<PlannedProbe, "n">[] = [opening("right", externalId), refused("none", undefined)];
  const wrong: readonly [ProbeName, SendableId | undefined][] = [
    ["random", randomIdLike(externalId, random)],
    ["doubled", doubledId(externalId)],
    ["upper", upperCasedId(externalId)],
    ["near-miss", nearMissOf(externalId)],
    ...RETIRED_NAMES.map((name, i): [ProbeName, SendableId | undefined] => [name, retired[i]]),
  ];
  for (const [name, id] of wrong) if (id !== undefined) probes.push(refused(name, id));
  if (principals.includes("outside-principal")) probes.push(refused("outside-principal", externalId, "outside-principal"));
  if (principals.includes("second-principal")) probes.push(refused("second-principal", undefined, "second-principal"));
  probes.push(opening("right-again", externalId));
  return { probes: probes.map((probe, n) => ({ n, ...probe })), retired: { sent: retired.length, known: own.length + elsewhere.length } };
}

function opening(name: ProbeName, id: SendableId): Omit<PlannedProbe, "n"> {
  return { name, expected: "granted", sends: { kind: "id", value: id }, sent: maskedId(id), caller: "ourselves" };
}

function refused(name: ProbeName, id: SendableId | undefined, caller: ProbeCaller = "ourselves"): Omit<PlannedProbe, "n"> {
  if (id === undefined) return { name, expected: "denied", sends: noExternalId, sent: "left out", caller };
  // Masked, the doubled ID would look like the right one: it begins and ends as that does.
  const sent = name === "doubled" ? `${maskedId(id)}, twice` : maskedId(id);
  return { name, expected: "denied", sends: { kind: "id", value: id }, sent, caller };
}

function distinct(ids: readonly SendableId[], without: readonly SendableId[]): readonly SendableId[] {
  return [...new Set(ids)].filter((id) => !without.includes(id));
}
