import type { Result } from "./result.ts";

/** A guarded server action as components see it: plain data in, a result out. An expected failure is a value, never thrown. */
export type Action<Input, Output> = (input: Input) => Promise<Result<Output>>;
