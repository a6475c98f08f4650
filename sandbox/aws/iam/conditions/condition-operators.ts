import { arnOperators } from "./arn-operators.ts";
import { boolOperators } from "./bool-operators.ts";
import { dateOperators } from "./date-operators.ts";
import { ipAddressOperators } from "./ip-address-operators.ts";
import { numericOperators } from "./numeric-operators.ts";
import type { Operator } from "./operator.ts";
import { stringOperators } from "./string-operators.ts";

/** Every operator but `Null`, by its name without set qualifier and without IfExists. */
export const conditionOperators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({ ...stringOperators, ...arnOperators, ...boolOperators, ...numericOperators, ...dateOperators, ...ipAddressOperators }),
);
