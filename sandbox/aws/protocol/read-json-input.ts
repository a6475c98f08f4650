import { AwsError } from "./aws-error.ts";
import { type InputModel, type Shape, shapeOf } from "./input-model.ts";

const wrongType = () => new AwsError("SerializationException", "A parameter has a value of another type.", 400);

/**
 * The parameters of an operation from the body of the JSON protocol, without those that the operation does not have.
 * @throws AwsError SerializationException for a value of another type
 */
export function readJsonInput(model: InputModel, action: string, body: unknown): Record<string, unknown> {
  const operation = model.operations[action];
  if (operation === undefined) throw new Error(`the model has no operation ${action}`);
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw wrongType();
  return readMembers(model, operation.members, body);
}

function readMembers(model: InputModel, members: Readonly<Record<string, string>>, value: object): Record<string, unknown> {
  const given = value as Record<string, unknown>;
  const known = Object.entries(members).filter(([name]) => given[name] !== undefined && given[name] !== null);
  return Object.fromEntries(known.map(([name, shape]) => [name, read(model, shapeOf(model, shape), given[name])]));
}

function read(model: InputModel, shape: Shape, value: unknown): unknown {
  if (shape.type === "list") {
    if (!Array.isArray(value)) throw wrongType();
    const member = shapeOf(model, shape.member);
    return value.map((item) => (item === null ? null : read(model, member, item)));
  }
  if (shape.type === "structure" || shape.type === "map") {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongType();
    return shape.type === "map" ? value : readMembers(model, shape.members, value);
  }
  const wanted = shape.type === "integer" ? "number" : shape.type;
  if (typeof value !== wanted || (shape.type === "integer" && !Number.isInteger(value))) throw wrongType();
  return value;
}
