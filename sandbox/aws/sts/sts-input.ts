import type { InputModel } from "#sandbox/aws/protocol/input-model.ts";
import { readQueryInput } from "#sandbox/aws/protocol/read-query-input.ts";
import { type ErrorStyle, validateInput } from "#sandbox/aws/protocol/validate-input.ts";
import inputs from "./inputs.json" with { type: "json" };

const MODEL = inputs as InputModel;
const STYLE: ErrorStyle = { code: "ValidationError", hasValue: true };

/**
 * Reads and validates the parameters of an STS operation.
 * @throws AwsError ValidationError or MalformedInput
 */
export function readStsInput(action: string, fields: URLSearchParams): Record<string, unknown> {
  const input = readQueryInput(MODEL, action, fields);
  validateInput(MODEL, STYLE, action, input);
  return input;
}
