import { Time, toNumber, toTime, type Value } from "#sandbox/aws/logs/insights/evaluation/value.ts";
import { type Period, periodStartFrom, startOfPeriod } from "#sandbox/aws/logs/insights/language/period.ts";
import { type Compiled, type FunctionContext, type FunctionSpec, valueFunction } from "./function-spec.ts";

/** A function that moves a time to the border of a period. */
function rounding(move: (time: number, period: Period) => number) {
  return (time: Compiled, { call }: FunctionContext): Compiled => {
    const last = call.args.at(-1);
    if (last?.kind !== "period") throw new Error(`${call.name} was compiled without a period`);
    const { period } = last;
    return (row) => {
      const ms = toTime(time(row));
      return ms === undefined ? undefined : new Time(move(ms, period));
    };
  };
}

const toStart = rounding(startOfPeriod);
const toNextStart = rounding(periodStartFrom);
const missing: Compiled = () => undefined;

const ofQuery = (result: (context: FunctionContext) => Value): FunctionSpec => ({
  arity: [0, 0],
  compile: (_args, context) => () => result(context),
});

function timeOf(value: Value): Value {
  const number = toNumber(value);
  return number === undefined || toTime(number) === undefined ? undefined : new Time(number);
}

/** Source: Logs Insights QL, "Datetime functions" and "General functions". */
export const timeFunctions: Readonly<Record<string, FunctionSpec>> = {
  bin: { arity: [1, 1], hasPeriod: true, compile: (_args, context) => toStart(context.timestamp(), context) },
  datefloor: { arity: [2, 2], hasPeriod: true, compile: ([time = missing], context) => toStart(time, context) },
  dateceil: { arity: [2, 2], hasPeriod: true, compile: ([time = missing], context) => toNextStart(time, context) },
  frommillis: valueFunction(1, 1, timeOf),
  tomillis: valueFunction(1, 1, (value) => toTime(value)),
  now: ofQuery(({ times }) => Math.floor(times.now / 1000)),
  querystarttime: ofQuery(({ times }) => times.from),
  queryendtime: ofQuery(({ times }) => times.to),
  querytimerange: ofQuery(({ times }) => times.to - times.from),
};
