import "server-only";
import type { z } from "zod";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import { ok, type Result } from "#lib/kernel/result.ts";
import { customerAction } from "./customer-action.ts";
import { guardedStream } from "./guarded-stream.ts";
import type { CustomerDoor } from "./proven-customer.ts";

/** A {@link customerAction} that streams: a refusal comes as a value before the first part. */
export function customerStream<S extends z.ZodType, T>(
  schema: S,
  handler: (context: { readonly actor: CustomerActor; readonly input: z.output<S> }) => Promise<Result<AsyncIterable<T>>>,
  door: CustomerDoor = {},
): (input: z.input<S>) => Promise<Result<AsyncIterable<T>>> {
  return customerAction(
    schema,
    async (context) => {
      const parts = await handler(context);
      return parts.ok ? ok<AsyncIterable<T>>(guardedStream("customer stream", parts.value)) : parts;
    },
    door,
  );
}
