import type { Result } from "./result.ts";

/** A guarded server action as screens see it: plain data in, a result out. It never throws for what we expect. */
export type Action<Input, Output> = (input: Input) => Promise<Result<Output>>;
