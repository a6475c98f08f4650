/** A group of AWS regions with its own accounts, IAM and ARNs. A deployment serves only the partition of AWS_REGION. */
export type Partition = "aws" | "aws-us-gov" | "aws-cn";

const REGIONS: Record<Partition, readonly string[]> = {
  aws: [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
  ],
  "aws-us-gov": ["us-gov-east-1", "us-gov-west-1"],
  "aws-cn": ["cn-north-1", "cn-northwest-1"],
};

/** The regions of a partition, sorted by name. Only these are accepted as input. */
export function regionsOf(partition: Partition): readonly string[] {
  return REGIONS[partition];
}

/** The partition of a region, or undefined for an unknown name. */
export function partitionOf(region: string): Partition | undefined {
  return (Object.keys(REGIONS) as Partition[]).find((partition) => REGIONS[partition].includes(region));
}

/** The host name of the AWS console in a partition. */
export function consoleHostOf(partition: Partition): string {
  return { aws: "console.aws.amazon.com", "aws-us-gov": "console.amazonaws-us-gov.com", "aws-cn": "console.amazonaws.cn" }[partition];
}
