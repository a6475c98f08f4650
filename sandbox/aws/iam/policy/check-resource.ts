const PARTITIONS = new Set(["*", "aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"]);
const IAM_PATHS = [
  ...["user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/", "sms-mfa/"],
  ...["saml-provider/", "oidc-provider/", "report/", "access-report/"],
];

/** What IAM says of a resource of a permission policy that is not a valid ARN; undefined for a valid one. */
export function brokenResource(resource: string): string | undefined {
  if (resource === "*") return undefined;
  const [prefix, partition, service, region, account, ...path] = resource.split(":");
  if (partition === undefined) return `Resource ${resource} must be in ARN format or "*".`;
  if (!PARTITIONS.has(partition) && !/[*?]/.test(partition)) return unknownPartition(resource, partition);
  if (prefix !== "arn") return `Resource ${resource} must be in ARN format or "*".`;
  if (service === undefined) return "Resource vendor must be fully qualified and cannot contain regexes.";
  const inRegion = region !== undefined && region !== "" && region !== "*";
  const name = path.join(":");
  if (service === "iam" && inRegion) return `IAM resource ${resource} cannot contain region information.`;
  if (service === "s3" && inRegion && !name.startsWith("accesspoint/")) return `Resource ${resource} can not contain region information.`;
  if (service !== "iam" || account === undefined || path.length === 0 || name === "*" || name === "root") return undefined;
  if (IAM_PATHS.some((start) => name.startsWith(start))) return undefined;
  return `IAM resource path must either be "*", root, or start with ${IAM_PATHS.join(", ")}.`;
}

/** The message has the ARN as IAM read it: missing parts are `*`, and the first part is always `arn`. */
function unknownPartition(resource: string, partition: string): string {
  const rest = resource.split(":").slice(2);
  const given = rest.length === 0 ? ["*"] : rest;
  const [service, region = "*", account = "*", ...path] = given;
  const read = ["arn", partition, service, region, account, path.length === 0 ? "*" : path.join(":")].join(":");
  return `Partition "${partition}" is not valid for resource "${read}".`;
}

/** Whether IAM's older parser accepts an ARN: it has a service, and all five colons when one of its parts is empty. */
export function isLegacyArn(resource: string): boolean {
  if (resource === "*") return true;
  const parts = resource.split(":");
  return parts[2] !== "" && (parts.length > 5 || !resource.includes("::"));
}
