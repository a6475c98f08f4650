import type { Partition } from "#kernel/partition.ts";

/** The partition of the first ARN in a text; AWS's own where there is none. */
export function partitionNamedIn(text: string): Partition {
  const named = /\barn:(aws-us-gov|aws-cn|aws):/.exec(text)?.[1];
  return named === "aws-us-gov" || named === "aws-cn" ? named : "aws";
}
