import type { LogEventView } from "./log-view.ts";

/** The parts that a live tail streams, one update per second. */
export type TailPart =
  | {
      readonly kind: "events";
      readonly events: readonly (LogEventView & { readonly logGroup: string })[];
      /** AWS had more than 500 events in that second. */
      readonly sampled: boolean;
    }
  | { readonly kind: "failed"; readonly code: string; readonly message: string }
  | { readonly kind: "end"; readonly why: string };
