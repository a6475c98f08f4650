export type Partition = "aws" | "aws-us-gov" | "aws-cn";

/** The partition a region belongs to, by the prefixes AWS uses. */
export function partitionOf(region: string): Partition {
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return region.startsWith("cn-") ? "aws-cn" : "aws";
}
