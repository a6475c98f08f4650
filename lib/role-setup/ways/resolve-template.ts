/** The values of a template's references: parameters, pseudo parameters and attributes by name. */
export type TemplateValues = Readonly<Record<string, string>>;

type Conditions = Readonly<Record<string, unknown>>;

/** The value of AWS::NoValue: the property or item is left out. */
const NO_VALUE = Symbol("AWS::NoValue");

/**
 * A part of the role template with its references filled in, as CloudFormation does it. Supports only the functions that the template
 * uses, so that a new one cannot be lost here unnoticed. @throws for any other function
 */
export function resolveTemplate(part: unknown, values: TemplateValues, conditions: Conditions): unknown {
  const resolved = resolve(part, values, conditions);
  return resolved === NO_VALUE ? undefined : resolved;
}

function resolve(part: unknown, values: TemplateValues, conditions: Conditions): unknown {
  const deeper = (inner: unknown) => resolve(inner, values, conditions);
  if (Array.isArray(part)) return part.map(deeper).filter((item) => item !== NO_VALUE);
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part);
  const [name = "", given] = entries[0] ?? [];
  if (entries.length !== 1 || !(name === "Ref" || name.startsWith("Fn::"))) {
    return Object.fromEntries(entries.map(([key, value]) => [key, deeper(value)]).filter(([, value]) => value !== NO_VALUE));
  }
  if (name === "Ref") return given === "AWS::NoValue" ? NO_VALUE : valueFor(String(given), values);
  if (name === "Fn::GetAtt") return valueFor((given as readonly string[]).join("."), values);
  if (name === "Fn::Sub") return String(given).replace(/\$\{([^}]*)\}/g, (_all, reference: string) => valueFor(reference, values));
  if (name === "Fn::If") {
    const [condition, then, otherwise] = given as readonly [string, unknown, unknown];
    return deeper(conditionHolds(condition, values, conditions) ? then : otherwise);
  }
  throw new Error(`the template uses ${name}, which the other formats do not support`);
}

/** Whether a named condition of the template holds. */
export function conditionHolds(name: string, values: TemplateValues, conditions: Conditions): boolean {
  if (!Object.hasOwn(conditions, name)) throw new Error(`the template has no condition ${name}`);
  return holds(conditions[name], values);
}

function holds(condition: unknown, values: TemplateValues): boolean {
  const [[name = "", given = []] = []] = Object.entries(condition as Record<string, readonly unknown[]>);
  if (name === "Fn::Not") return !holds(given[0], values);
  if (name === "Fn::Or") return given.some((each) => holds(each, values));
  if (name === "Fn::Equals") return resolve(given[0], values, {}) === resolve(given[1], values, {});
  throw new Error(`the template uses ${name}, which the other formats do not support`);
}

function valueFor(name: string, values: TemplateValues): string {
  const value = values[name];
  if (value === undefined) throw new Error(`the reference ${name} has no value`);
  return value;
}
