import { parseSendableId, type SendableId } from "#lib/aws/sent-external-id.ts";
import { doubledId, nearMissOf, type ProbeName, type RandomSource, randomIdLike, upperCasedId } from "#lib/verification/engine/probe.ts";
import { EXTERNAL_ID } from "./parties.ts";
import type { TrustPolicy } from "./policy/read-trust-policy.ts";

/** An External ID with which AWS must deny the call. */
export interface WrongId {
  readonly value: string | undefined;
  /** The probe that detects the same weakness, or `written` for a value from the policy. */
  readonly as: ProbeName | "written";
}

/** A policy of 64 kB can contain thousands of values. Any one of these is enough to detect the weakness. */
const MOST_WRITTEN = 150;

/** The wrong IDs with which the policy is evaluated: those of the probes, variations of the ID, and values that match the policy. */
export function wrongIds(policy: TrustPolicy, id: SendableId, retired: readonly string[]): readonly WrongId[] {
  const middle = Math.floor(id.length / 2);
  const list: readonly WrongId[] = [
    { value: undefined, as: "none" },
    { value: randomIdLike(id, countingSource()), as: "random" },
    { value: doubledId(id), as: "doubled" },
    { value: `${id}x`, as: "doubled" },
    { value: `x${id}`, as: "doubled" },
    { value: upperCasedId(id), as: "upper" },
    { value: nearMissOf(id), as: "near-miss" },
    { value: otherAt(id, 0), as: "near-miss" },
    { value: otherAt(id, middle), as: "near-miss" },
    ...retired.map((value): WrongId => ({ value, as: "retired-1" })),
    ...writtenIds(policy).map((value): WrongId => ({ value, as: "written" })),
  ];
  return list.filter(({ value, as }) => (value === undefined ? as === "none" : value !== id && parseSendableId(value).kind === "id"));
}

function writtenIds(policy: TrustPolicy): readonly string[] {
  const values = policy.statements
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key === EXTERNAL_ID)
    .flatMap((condition) => condition.values.map(({ text }) => text));
  const ids = values.flatMap((text) => [text, text.replaceAll("*", "").replaceAll("?", "x"), text.replaceAll(/[*?]/g, "x")]);
  return [...new Set(ids)].slice(0, MOST_WRITTEN);
}

function otherAt(id: string, place: number): string {
  return `${id.slice(0, place)}${id[place] === "x" ? "y" : "x"}${id.slice(place + 1)}`;
}

/** A source without random values, so that the same policy always has the same result, in a browser too. */
function countingSource(): RandomSource {
  let count = 0;
  return {
    uuid: () => `5c0e7d1b-9a34-4f62-8e0d-${(0x3b7a_0000_0000 + count++).toString(16)}`,
    below: (limit) => (count++ * 7 + 3) % limit,
  };
}
