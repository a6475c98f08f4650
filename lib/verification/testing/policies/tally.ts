import { UNDETECTED_OPENINGS, type UndetectedOpening } from "./model/undetected-openings.ts";

/** A policy on which engine, sandbox and model do not say the same. */
export interface Disagreement {
  readonly seed: number;
  readonly policy: string;
  readonly says: readonly string[];
}

/** What a number of policies came to. Plain data, so that threads can hand it over. */
export interface Tally {
  policies: number;
  /** Calls on which the sandbox was held against the model. */
  requests: number;
  verdicts: { secure: number; insecure: number; refused: number; inconclusive: number };
  /** Policies that the model calls sound; each of them was called secure. */
  sound: number;
  /** Policies called secure that open for something no probe can send, by what it is; one policy may count in several. */
  secureButOpen: number;
  undetected: Record<UndetectedOpening, { policies: number; doctor: number }>;
  disagreements: Disagreement[];
}

export function emptyTally(): Tally {
  const explanations = UNDETECTED_OPENINGS.map((name) => [name, { policies: 0, doctor: 0 }] as const);
  return {
    policies: 0,
    requests: 0,
    verdicts: { secure: 0, insecure: 0, refused: 0, inconclusive: 0 },
    sound: 0,
    secureButOpen: 0,
    undetected: Object.fromEntries(explanations) as Tally["undetected"],
    disagreements: [],
  };
}

export function addTally(sum: Tally, more: Tally): void {
  for (const name of ["policies", "requests", "sound", "secureButOpen"] as const) sum[name] += more[name];
  for (const verdict of ["secure", "insecure", "refused", "inconclusive"] as const) sum.verdicts[verdict] += more.verdicts[verdict];
  for (const name of UNDETECTED_OPENINGS) {
    sum.undetected[name].policies += more.undetected[name].policies;
    sum.undetected[name].doctor += more.undetected[name].doctor;
  }
  sum.disagreements.push(...more.disagreements);
}

/** The tally in words, a line each. */
export function tallyLines({ policies, requests, verdicts, sound, secureButOpen, undetected, disagreements }: Tally): readonly string[] {
  const n = (count: number) => count.toLocaleString("en-US");
  return [
    `${n(policies)} policies: ${n(disagreements.length)} disagreements`,
    `  verdicts: ${n(verdicts.secure)} secure, ${n(verdicts.insecure)} insecure, ${n(verdicts.refused)} refused, ${n(verdicts.inconclusive)} inconclusive`,
    `  sandbox held against the model on ${n(requests)} calls`,
    `  of the secure ones ${n(sound)} are sound and ${n(secureButOpen)} open for something that no probe sends:`,
    ...UNDETECTED_OPENINGS.map(
      (name) => `    ${name}: ${n(undetected[name].policies)}, the doctor speaks of ${n(undetected[name].doctor)}`,
    ),
  ];
}
