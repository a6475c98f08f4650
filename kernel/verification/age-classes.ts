/** From how many hours after its last verification a connection is in a class, up to how many. */
interface AgeSpan {
  readonly from: number;
  /** Not included. */
  readonly to: number;
}

/** How long ago connections were verified, in the steps in which the worker counts them. */
export const AGE_SPANS = {
  "0-2": { from: 0, to: 2 },
  "2-4": { from: 2, to: 4 },
  "4-6": { from: 4, to: 6 },
  "6-8": { from: 6, to: 8 },
  "8-10": { from: 8, to: 10 },
  "10-12": { from: 10, to: 12 },
  "12-14": { from: 12, to: 14 },
  "14-24": { from: 14, to: 24 },
} as const satisfies Readonly<Record<string, AgeSpan>>;
export type AgeSpanName = keyof typeof AGE_SPANS;

/** Log access stops 24 hours after the last verification. `never`: not verified yet. */
export type AgeClass = AgeSpanName | "over-24" | "never";

export const AGE_SPAN_NAMES = Object.keys(AGE_SPANS) as readonly AgeSpanName[];

/** @param ageHours whole hours since the last verification, or less than 0 if there is none */
export function ageClassOf(ageHours: number): AgeClass {
  if (ageHours < 0) return "never";
  return AGE_SPAN_NAMES.find((name) => ageHours < AGE_SPANS[name].to) ?? "over-24";
}
