import "server-only";
import { headers } from "next/headers";
import type { z } from "zod";
import { webEnv } from "#lib/kernel/env.ts";
import { fail, type Result } from "#lib/kernel/result.ts";
import type { SessionHolder } from "#lib/sign-in/session-holder.ts";
import { answer } from "./answer.ts";
import { askerOfRequest } from "./asker-of-request.ts";
import { originVerdict } from "./origin-verdict.ts";
import { parseInput } from "./parse-input.ts";

/** A server action for anybody on our own pages, signed in or not; the handler learns who asks. */
export function publicAction<S extends z.ZodType, T>(
  schema: S,
  handler: (context: { readonly asker: SessionHolder; readonly input: z.output<S> }) => Promise<Result<T>>,
): (input: z.input<S>) => Promise<Result<T>> {
  return (raw) =>
    answer("public action", async () => {
      if (originVerdict(await headers(), webEnv().appUrl) === "cross-site")
        return fail("cross-site", "This request did not come from the portal's own pages.");
      const input = parseInput(schema, raw);
      return input.ok ? handler({ asker: await askerOfRequest(), input: input.value }) : input;
    });
}
