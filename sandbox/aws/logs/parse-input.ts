import type { z } from "zod";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

/** The input of a JSON operation, parsed; refused as CloudWatch Logs refuses what its model forbids. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const member = issue?.path.join(".") ?? "";
  throw new AwsError(
    "InvalidParameterException",
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${issue?.message ?? "invalid"}`,
    400,
  );
}
