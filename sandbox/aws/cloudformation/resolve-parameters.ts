import type { Parameter } from "./parse-parameters.ts";
import { TemplateError } from "./template-error.ts";

/**
 * The value of every parameter: what was given, else its default. Refuses, in CloudFormation's words, a name that the
 * template does not have, a parameter without a value, and a value outside the template's constraints.
 */
export function resolveParameters(
  parameters: ReadonlyMap<string, Parameter>,
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const strangers = Object.keys(given).filter((name) => !parameters.has(name));
  if (strangers.length > 0) throw new TemplateError(`Parameters: [${strangers.join(", ")}] do not exist in the template`);
  const resolved = [...parameters].map(([name, { defaultValue }]): [string, string | undefined] => [
    name,
    Object.hasOwn(given, name) ? given[name] : defaultValue,
  ]);
  const missing = resolved.filter(([, value]) => value === undefined).map(([name]) => name);
  if (missing.length > 0) throw new TemplateError(`Parameters: [${missing.join(", ")}] must have values`);
  const values = new Map(resolved.map(([name, value]) => [name, value ?? ""]));
  for (const [name, parameter] of parameters) {
    const why = constraintBroken(parameter, values.get(name) ?? "");
    if (why !== undefined)
      throw new TemplateError(`Parameter ${name} failed to satisfy constraint: ${parameter.constraintDescription ?? why}`);
  }
  return values;
}

function constraintBroken(parameter: Parameter, value: string): string | undefined {
  const { allowedValues, allowedPattern, minLength, maxLength } = parameter;
  if (allowedValues !== undefined && !allowedValues.includes(value)) return `must be one of [${allowedValues.join(", ")}]`;
  if (minLength !== undefined && value.length < minLength) return `must have at least ${minLength} characters`;
  if (maxLength !== undefined && value.length > maxLength) return `must have at most ${maxLength} characters`;
  // CloudFormation matches the whole value, anchored or not.
  if (allowedPattern !== undefined && !new RegExp(`^(?:${allowedPattern})$`, "u").test(value))
    return `must match pattern ${allowedPattern}`;
  return undefined;
}
