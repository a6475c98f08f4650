import type { Period } from "./period.ts";
import type { Location } from "./query-error.ts";

/** An expression of a query. */
export type Expression = Location &
  (
    | { readonly kind: "literal"; readonly value: string | number | boolean }
    /** A field: names, and indexes in brackets. */
    | { readonly kind: "field"; readonly path: readonly (string | number)[] }
    | { readonly kind: "not" | "minus"; readonly operand: Expression }
    | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
    | { readonly kind: "matches"; readonly operand: Expression; readonly pattern: RegExp }
    | { readonly kind: "contains"; readonly operand: Expression; readonly text: Expression }
    | { readonly kind: "in"; readonly operand: Expression; readonly list: readonly Expression[] }
    | { readonly kind: "call"; readonly name: string; readonly args: readonly Argument[] }
  );

export type BinaryOperator = "or" | "and" | ComparisonOperator | ArithmeticOperator;
export type ComparisonOperator = "=" | "!=" | "<" | "<=" | ">" | ">=";
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%" | "^";
export type CallExpression = Extract<Expression, { kind: "call" }>;
export type FieldExpression = Extract<Expression, { kind: "field" }>;

/** An argument of a function: an expression, the period of `bin` and its like, or the star of `count(*)`. */
export type Argument =
  | Expression
  | (Location & { readonly kind: "period"; readonly period: Period })
  | (Location & { readonly kind: "star" });

/** An expression that makes a column. Its name is the alias or, without one, the text of the expression. */
export interface Item extends Location {
  readonly expression: Expression;
  readonly name: string;
  readonly hasAlias: boolean;
}

/** How `parse` extracts fields: by a regular expression that is also made from a glob, or by a format. */
export type Extraction =
  | { readonly kind: "regex"; readonly regex: RegExp; readonly isMulti: boolean }
  | { readonly kind: "logfmt" | "csv" };

export interface SortKey {
  readonly expression: Expression;
  readonly isDescending: boolean;
}

export type Command = Location &
  (
    | { readonly kind: "fields" | "display"; readonly items: readonly Item[] }
    | { readonly kind: "filter"; readonly condition: Expression }
    | { readonly kind: "stats"; readonly measures: readonly Item[]; readonly by: readonly Item[] }
    | { readonly kind: "sort"; readonly keys: readonly SortKey[] }
    | { readonly kind: "limit"; readonly count: number; readonly isAny: boolean }
    | { readonly kind: "dedup"; readonly fields: readonly Expression[] }
    | { readonly kind: "parse"; readonly source: Expression; readonly extraction: Extraction; readonly names: readonly string[] }
    | { readonly kind: "unnest"; readonly source: Expression; readonly name: string }
  );
