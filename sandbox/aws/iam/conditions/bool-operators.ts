import type { Operators } from "./operator.ts";

/** `Bool`, and `BinaryEquals` for base64 bytes. (`Null` asks about the key, not its value: evaluate-condition.ts.) */
export const boolOperators: Operators = {
  Bool: { negated: false, hasVariables: false, matches: (requested, wanted) => requested.toLowerCase() === wanted.toLowerCase() },
  BinaryEquals: {
    negated: false,
    hasVariables: false,
    matches: (requested, wanted) => Buffer.from(requested, "base64").equals(Buffer.from(wanted, "base64")),
  },
};
