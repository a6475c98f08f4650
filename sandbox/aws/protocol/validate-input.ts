import { AwsError } from "./aws-error.ts";
import { type Problem, structureProblems } from "./constraint-problems.ts";
import type { InputModel } from "./input-model.ts";

/** How a service words its validation errors. */
export interface ErrorStyle {
  readonly code: string;
  /** Whether the error has the value. IAM leaves it out. */
  readonly hasValue: boolean;
  /** A sentence of the service itself for a problem, instead of the general one. */
  readonly special?: (problem: Problem) => string | undefined;
}

/**
 * Checks the parameters of an operation against the service's model, before the operation runs, as AWS does.
 * @throws AwsError with the code of the style and all broken constraints
 */
export function validateInput(model: InputModel, style: ErrorStyle, action: string, input: unknown): void {
  const operation = model.operations[action];
  if (operation === undefined) throw new Error(`the model has no operation ${action}`);
  const problems = structureProblems(model, operation, input);
  if (problems.length === 0) return;
  for (const problem of problems) {
    const sentence = style.special?.(problem);
    if (sentence !== undefined) throw new AwsError(style.code, sentence, 400);
  }
  const sentences = problems.map(({ path, shown, constraint }) => {
    const value = shown === undefined || !style.hasValue ? "" : `${shown} `;
    return `Value ${value}at '${path}' failed to satisfy constraint: Member must ${constraint}`;
  });
  const count = `${problems.length} validation error${problems.length > 1 ? "s" : ""} detected`;
  throw new AwsError(style.code, `${count}: ${sentences.join("; ")}`, 400);
}
