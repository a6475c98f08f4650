import { type InputModel, type Shape, type StringShape, type StructureShape, shapeOf } from "./input-model.ts";

/** One parameter that breaks a constraint. `shown` is the value as AWS writes it; absent for values that AWS does not write. */
export interface Problem {
  readonly path: string;
  readonly shown?: string;
  /** What follows `Member must `, or a whole sentence for a list of simple values. */
  readonly constraint: string;
}

/** Every broken constraint of a structure, in the order of its members. `path` is empty for the parameters of an operation. */
export function structureProblems(model: InputModel, shape: StructureShape, value: unknown, path = ""): Problem[] {
  const given = Object(value) as Record<string, unknown>;
  return Object.entries(shape.members).flatMap(([name, memberShape]) => {
    const at = path === "" ? lowerFirst(name) : `${path}.${lowerFirst(name)}`;
    const member = given[name];
    if (member !== undefined && member !== null) return problemsOf(model, shapeOf(model, memberShape), member, at);
    return shape.required.includes(name) ? [{ path: at, shown: "null", constraint: "not be null" }] : [];
  });
}

function problemsOf(model: InputModel, shape: Shape, value: unknown, path: string): Problem[] {
  const problem = (constraint: string): Problem => {
    const shown = shownValue(value);
    return shown === undefined ? { path, constraint } : { path, shown, constraint };
  };
  switch (shape.type) {
    case "string":
      return stringConstraints(shape, String(value)).map(problem);
    case "integer":
      return bounds(shape, Number(value), "value").map(problem);
    case "boolean":
      return [];
    case "structure":
      return structureProblems(model, shape, value, path);
    case "list": {
      const items = value as readonly unknown[];
      const member = shapeOf(model, shape.member);
      return [
        ...bounds(shape, items.length, "length").map(problem),
        ...(member.type === "structure"
          ? items.flatMap((item, i) => structureProblems(model, member, item, `${path}.${i + 1}.member`))
          : brokenMembers(member, items, "satisfy constraint").map(problem)),
      ];
    }
    case "map": {
      const entries = Object.entries(Object(value) as Record<string, unknown>);
      const keys = entries.map(([key]) => key);
      return [
        ...bounds(shape, entries.length, "length").map(problem),
        ...brokenMembers(shapeOf(model, shape.key), keys, "have keys that satisfy constraint").map(problem),
        ...brokenMembers(
          shapeOf(model, shape.value),
          entries.map(([, inner]) => inner),
          "have values that satisfy constraint",
        ).map(problem),
      ];
    }
  }
}

/** AWS names all constraints of the members of a list, whichever of them is broken. */
function brokenMembers(member: Shape, items: readonly unknown[], verb: string): string[] {
  if (member.type !== "string") return [];
  if (items.every((item) => typeof item === "string" && stringConstraints(member, item).length === 0)) return [];
  const all = [
    ...(member.max === undefined ? [] : [`have length less than or equal to ${member.max}`]),
    ...(member.min === undefined ? [] : [`have length greater than or equal to ${member.min}`]),
    ...(member.pattern === undefined ? [] : [`satisfy regular expression pattern: ${member.pattern}`]),
    ...(member.enum === undefined ? [] : [`satisfy enum value set: [${member.enum.join(", ")}]`]),
    "not be null",
  ];
  return [`${verb}: [${all.map((one) => `Member must ${one}`).join(", ")}]`];
}

function stringConstraints(shape: StringShape, value: string): string[] {
  return [
    ...(shape.pattern !== undefined && !wholeMatch(shape.pattern).test(value)
      ? [`satisfy regular expression pattern: ${shape.pattern}`]
      : []),
    ...(shape.enum !== undefined && !shape.enum.includes(value) ? [`satisfy enum value set: [${shape.enum.join(", ")}]`] : []),
    ...bounds(shape, value.length, "length"),
  ];
}

function bounds(shape: { readonly min?: number; readonly max?: number }, size: number, what: "length" | "value"): string[] {
  if (shape.min !== undefined && size < shape.min) return [`have ${what} greater than or equal to ${shape.min}`];
  return shape.max !== undefined && size > shape.max ? [`have ${what} less than or equal to ${shape.max}`] : [];
}

const compiled = new Map<string, RegExp>();

function wholeMatch(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? new RegExp(`^(?:${pattern})$`, "u");
  compiled.set(pattern, known);
  return known;
}

/** Simple values and lists of them. AWS writes structures in the form of its programming language, which clients cannot rely on. */
function shownValue(value: unknown): string | undefined {
  if (typeof value !== "object") return `'${String(value)}'`;
  if (!Array.isArray(value)) return undefined;
  return value.some((item) => typeof item === "object") ? undefined : `'[${value.join(", ")}]'`;
}

const lowerFirst = (name: string): string => (name[0] ?? "").toLowerCase() + name.slice(1);
