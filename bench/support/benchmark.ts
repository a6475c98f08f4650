import type { Stack } from "./stack.ts";

/** The result of a benchmark. `ratio` is `ours` divided by `baseline`; both are in `unit`. */
export interface Figures {
  readonly ratio: number;
  readonly baseline: number;
  readonly ours: number;
  readonly unit: "ms" | "s" | "calls" | "MB" | "times";
  /** The largest ratio that is accepted. */
  readonly target: number;
  /** Whether the ratio is at most the target and all other conditions of the benchmark are met. */
  readonly holds: boolean;
  /** Text about the spread and the parts of the figures. */
  readonly notes: readonly string[];
}

/** A benchmark uses the running product, or must run without it (`quiet`). */
export type Benchmark =
  | { readonly needs: "product"; readonly measure: (stack: Stack) => Promise<Figures> }
  | { readonly needs: "quiet"; readonly measure: () => Promise<Figures> };
