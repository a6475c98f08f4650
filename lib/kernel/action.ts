import type { Result } from "./result.ts";

/** A guarded server action as screens see it: plain data in, a result out. It never throws for what we expect. */
export type Action<Input, Output> = (input: Input) => Promise<Result<Output>>;

/** A guarded server action that streams its parts. The refusal comes before the stream, as a value. */
export type StreamAction<Input, Part> = (input: Input) => Promise<Result<AsyncIterable<Part>>>;
