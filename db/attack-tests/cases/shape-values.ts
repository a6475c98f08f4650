/** A check constraint and an assignment that it must refuse (`sets`), in any row or in one that matches `where`. */
export type ShapeCase = readonly [check: string, table: string, sets: string, where?: string];

/** The cases of one table. */
export const refuses = (table: string, cases: readonly (readonly [check: string, sets: string, where?: string])[]): readonly ShapeCase[] =>
  cases.map(([check, ...rest]) => [check, table, ...rest]);

/** Email addresses that no table accepts. */
export const ADDRESSES = ["New@A.example", "a@a.example,b@b.example", "a b@a.example", "nobody"];
