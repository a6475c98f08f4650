import { parseJson } from "#sandbox/aws/logs/insights/evaluation/discover-fields.ts";
import { Structure, toText, type Value, valueOfJson } from "#sandbox/aws/logs/insights/evaluation/value.ts";
import { type FunctionSpec, valueFunction } from "./function-spec.ts";

/** The map or list of a JSON text; missing for other JSON values and other texts. */
function structureOf(value: Value): Structure | undefined {
  if (value instanceof Structure) return value;
  const text = toText(value);
  const json = text === undefined ? undefined : parseJson(text);
  return typeof json === "object" && json !== null ? new Structure(json) : undefined;
}

const arrayOf = (value: Value): readonly unknown[] | undefined => {
  const json = structureOf(value)?.json;
  return Array.isArray(json) ? json : undefined;
};

/** Source: Logs Insights QL, "JSON functions". */
export const jsonFunctions: Readonly<Record<string, FunctionSpec>> = {
  jsonparse: valueFunction(1, 1, structureOf),
  jsonstringify: valueFunction(1, 1, (value) => (value instanceof Structure ? JSON.stringify(value.json) : undefined)),
  jsonarraysize: valueFunction(1, 1, (value) => arrayOf(value)?.length),
  jsonarraycontains: valueFunction(
    2,
    2,
    (value, searched) => arrayOf(value)?.some((item) => toText(valueOfJson(item)) === toText(searched)) ?? false,
  ),
};
