import { AwsError } from "./aws-error.ts";
import { type InputModel, type Shape, type StructureShape, shapeOf } from "./input-model.ts";

/**
 * The parameters of an operation from the fields of the Query protocol: `Tags.member.1.Key=a` becomes `{Tags: [{Key: "a"}]}`.
 * Fields that the operation does not have are ignored.
 * @throws AwsError MalformedInput for a number that is not one
 */
export function readQueryInput(model: InputModel, action: string, fields: URLSearchParams): Record<string, unknown> {
  const operation = model.operations[action];
  if (operation === undefined) throw new Error(`the model has no operation ${action}`);
  return readStructure(model, operation, fields, "");
}

function readStructure(model: InputModel, shape: StructureShape, fields: URLSearchParams, prefix: string): Record<string, unknown> {
  const read = Object.entries(shape.members).map(([name, member]) => [
    name,
    readValue(model, shapeOf(model, member), fields, prefix + name),
  ]);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as Record<string, unknown>;
}

function readValue(model: InputModel, shape: Shape, fields: URLSearchParams, name: string): unknown {
  const text = fields.get(name);
  if (shape.type === "list") return readList(model, shapeOf(model, shape.member), fields, name);
  if (shape.type === "structure") {
    const value = readStructure(model, shape, fields, `${name}.`);
    return Object.keys(value).length === 0 ? undefined : value;
  }
  if (text === null || shape.type === "string") return text ?? undefined;
  if (shape.type === "boolean") return text === "true";
  if (!/^-?\d+$/.test(text)) throw new AwsError("MalformedInput", `Invalid integer value '${text}'`, 400);
  return Number(text);
}

function readList(model: InputModel, member: Shape, fields: URLSearchParams, name: string): unknown[] | undefined {
  const items: unknown[] = [];
  for (let i = 1; ; i++) {
    const item = readValue(model, member, fields, `${name}.member.${i}`);
    if (item === undefined) break;
    items.push(item);
  }
  // A client sends an empty list as a field without a value.
  return items.length > 0 || fields.has(name) ? items : undefined;
}
