import type { Stack } from "./stack.ts";

/** What one benchmark found. `ratio` = ours ÷ baseline; both in `unit`. */
export interface Figures {
  readonly ratio: number;
  readonly baseline: number;
  readonly ours: number;
  readonly unit: "ms" | "s" | "calls" | "MB" | "times";
  /** The largest ratio that is good enough. */
  readonly target: number;
  /** The ratio is at most the target, and what else the benchmark demands is so too. */
  readonly holds: boolean;
  /** How the figures spread and what they are made of, for people. */
  readonly notes: readonly string[];
}

/** A benchmark drives the running product, or needs the machine for itself. */
export type Benchmark =
  | { readonly needs: "product"; readonly measure: (stack: Stack) => Promise<Figures> }
  | { readonly needs: "quiet"; readonly measure: () => Promise<Figures> };
