import { finite, isTrue, toNumber, toText, type Value } from "#sandbox/aws/logs/insights/evaluation/value.ts";
import { type FunctionSpec, valueFunction } from "./function-spec.ts";

/** A function of one number. It is missing for what is not a number. */
function ofNumber(result: (number: number) => number): FunctionSpec {
  return valueFunction(1, 1, (value) => {
    const number = toNumber(value);
    return number === undefined ? undefined : finite(result(number));
  });
}

/** Missing values and texts are left out. AWS does not say so. */
function ofNumbers(result: (numbers: readonly number[]) => number): FunctionSpec {
  return valueFunction(1, 50, (...values) => {
    const numbers = values.map(toNumber).filter((number) => number !== undefined);
    return numbers.length === 0 ? undefined : result(numbers);
  });
}

function round(value: Value, digits: Value): Value {
  const number = toNumber(value);
  const places = digits === undefined ? 0 : toNumber(digits);
  if (number === undefined || places === undefined) return undefined;
  const factor = 10 ** Math.max(-15, Math.min(15, Math.trunc(places)));
  // Halves are rounded away from zero; AWS does not say how. The small addition keeps 1.005 from becoming 1.
  return finite((Math.sign(number) * Math.round(Math.abs(number) * factor + 1e-9)) / factor);
}

function haversine(...values: readonly Value[]): Value {
  const [lat1, lon1, lat2, lon2] = values.map(toNumber).map((degrees) => ((degrees ?? Number.NaN) * Math.PI) / 180);
  if (lat1 === undefined || lon1 === undefined || lat2 === undefined || lon2 === undefined) return undefined;
  const h = Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
  return finite(2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h))));
}

const within = (bits: number) => (number: number) => (Math.abs(Math.trunc(number)) < 2 ** bits ? Math.trunc(number) : Number.NaN);

/** Source: Logs Insights QL, "Numeric operators" and "General functions". */
export const numberFunctions: Readonly<Record<string, FunctionSpec>> = {
  abs: ofNumber(Math.abs),
  ceil: ofNumber(Math.ceil),
  floor: ofNumber(Math.floor),
  log: ofNumber(Math.log),
  sqrt: ofNumber(Math.sqrt),
  greatest: ofNumbers((numbers) => Math.max(...numbers)),
  least: ofNumbers((numbers) => Math.min(...numbers)),
  round: valueFunction(1, 2, round),
  haversine: valueFunction(4, 4, haversine),
  tonumber: ofNumber((number) => number),
  todouble: ofNumber((number) => number),
  toint: ofNumber(within(31)),
  tolong: ofNumber(within(63)),
  isnumeric: valueFunction(1, 1, (value) => toNumber(value) !== undefined),
  ispresent: valueFunction(1, 1, (value) => value !== undefined),
  coalesce: valueFunction(1, 50, (...values) => values.find((value) => value !== undefined)),
  if: valueFunction(3, 3, (condition, yes, no) => (isTrue(condition) ? yes : no)),
  case: valueFunction(2, 21, (...values) => {
    for (let at = 0; at + 1 < values.length; at += 2) if (isTrue(values[at])) return values[at + 1];
    return values.length % 2 === 1 ? values.at(-1) : undefined;
  }),
  messagesize: valueFunction(1, 1, (value) => {
    const text = toText(value);
    return text === undefined ? undefined : Buffer.byteLength(text);
  }),
};
