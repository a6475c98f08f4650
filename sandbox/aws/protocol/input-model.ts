/** The constraints of a parameter, as AWS's service models write them. */
export type Shape =
  | StringShape
  | { readonly type: "integer"; readonly min?: number; readonly max?: number }
  | { readonly type: "boolean" }
  | { readonly type: "list"; readonly min?: number; readonly max?: number; readonly member: string }
  | { readonly type: "map"; readonly min?: number; readonly max?: number; readonly key: string; readonly value: string }
  | ({ readonly type: "structure" } & StructureShape);

export interface StringShape {
  readonly type: "string";
  readonly min?: number;
  readonly max?: number;
  /** A regular expression that the whole value must match. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

export interface StructureShape {
  readonly required: readonly string[];
  /** The names of the shapes of its members. */
  readonly members: Readonly<Record<string, string>>;
}

/** The parameters of every operation of a service. The files `inputs.json` hold them. */
export interface InputModel {
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly operations: Readonly<Record<string, StructureShape>>;
}

/** @throws Error for a shape that the model does not have */
export function shapeOf(model: InputModel, name: string): Shape {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`the model has no shape ${name}`);
  return shape;
}
