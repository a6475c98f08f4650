import type { Partition } from "#kernel/aws/partition.ts";
import { roleTemplate } from "./role-template.ts";

/** The text of the object of TEMPLATE_URL, so that what is published and what is expected there can be compared byte by byte. */
export function publishedTemplate(of: {
  readonly partition: Partition;
  readonly partnerAccountIds: readonly string[];
  readonly partnerPrincipalArns: readonly string[];
}): string {
  const { partition, partnerAccountIds, partnerPrincipalArns } = of;
  return `${JSON.stringify(roleTemplate({ partition, partnerAccountIds, partnerPrincipalArns }), null, 2)}\n`;
}
