import { UNDETECTED_OPENINGS, type UndetectedOpening } from "./model/undetected-openings.ts";

/** A policy for which engine, sandbox and model differ. */
export interface Disagreement {
  readonly seed: number;
  readonly policy: string;
  readonly says: readonly string[];
}

/** The counts for a number of policies. Plain data, so that threads can send it. */
export interface Tally {
  policies: number;
  /** Calls for which the sandbox was compared with the model. */
  requests: number;
  verdicts: { secure: number; "not-secure": number; "access-denied": number; inconclusive: number };
  /** Policies that are secure by the model. The engine called all of them secure. */
  sound: number;
  /** Policies that the engine called secure and that allow a call that no probe can send; `undetected` counts them by reason. */
  secureButOpen: number;
  undetected: Record<UndetectedOpening, { policies: number; doctor: number }>;
  disagreements: Disagreement[];
}

export function emptyTally(): Tally {
  const explanations = UNDETECTED_OPENINGS.map((name) => [name, { policies: 0, doctor: 0 }] as const);
  return {
    policies: 0,
    requests: 0,
    verdicts: { secure: 0, "not-secure": 0, "access-denied": 0, inconclusive: 0 },
    sound: 0,
    secureButOpen: 0,
    undetected: Object.fromEntries(explanations) as Tally["undetected"],
    disagreements: [],
  };
}

export function addTally(sum: Tally, more: Tally): void {
  for (const name of ["policies", "requests", "sound", "secureButOpen"] as const) sum[name] += more[name];
  for (const verdict of ["secure", "not-secure", "access-denied", "inconclusive"] as const) sum.verdicts[verdict] += more.verdicts[verdict];
  for (const name of UNDETECTED_OPENINGS) {
    sum.undetected[name].policies += more.undetected[name].policies;
    sum.undetected[name].doctor += more.undetected[name].doctor;
  }
  sum.disagreements.push(...more.disagreements);
}

/** The counts as lines of text. */
export function tallyLines({ policies, requests, verdicts, sound, secureButOpen, undetected, disagreements }: Tally): readonly string[] {
  const n = (count: number) => count.toLocaleString("en-US");
  return [
    `${n(policies)} policies: ${n(disagreements.length)} disagreements`,
    `  verdicts: ${n(verdicts.secure)} secure, ${n(verdicts["not-secure"])} not secure, ${n(verdicts["access-denied"])} refused, ${n(verdicts.inconclusive)} inconclusive`,
    `  sandbox compared with the model for ${n(requests)} calls`,
    `  of the secure ones, ${n(sound)} allow nothing else and ${n(secureButOpen)} also allow a call that no probe sends:`,
    ...UNDETECTED_OPENINGS.map(
      (name) => `    ${name}: ${n(undetected[name].policies)}, the doctor has findings for ${n(undetected[name].doctor)}`,
    ),
  ];
}
