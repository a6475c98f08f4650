import type { Partition } from "#kernel/aws/partition.ts";
import type { RoleArnProblem } from "#kernel/aws/role-arn.ts";
import { whenIn } from "#kernel/time/times-and-ages.ts";

const PARTITION_WORDS: Record<Partition, string> = {
  aws: "AWS commercial Regions (partition aws)",
  "aws-us-gov": "AWS GovCloud (US) Regions (partition aws-us-gov)",
  "aws-cn": "AWS China Regions (partition aws-cn)",
};

/** The error at the Role ARN field: what is wrong, what is expected, and an example. It never repeats the submitted text. */
export function explainRoleArnProblem(problem: RoleArnProblem, served: Partition): string {
  const example = `Example: arn:${served}:iam::123456789012:role/sallyport/SallyportRole-1A2B3C`;
  const sentences: Record<RoleArnProblem, string> = {
    empty: "Enter the role ARN.",
    "too-long": "This text is longer than any role ARN. Paste only the role ARN.",
    "hidden-characters":
      "The ARN contains a space, a line break, or a hidden or look-alike character. Copy the ARN again, without any text around it.",
    "other-partition": `This portal serves only ${PARTITION_WORDS[served]}. Create the role in an account of that partition.`,
    "assumed-role": "This is the ARN of a role session. Paste the role ARN, which contains “:role/”.",
    "not-a-role": "This ARN isn’t a role ARN. Paste the role ARN, which contains “:role/”.",
    "service-role": "AWS manages this role, and its trust policy can’t be changed. Paste the ARN of a role that you created.",
    malformed: "This isn’t the ARN of an IAM role. Paste the role ARN, which starts with “arn:” and contains “:role/”.",
    "own-account": "This role is in an AWS account of the partner. Paste the ARN of a role in your own AWS account.",
  };
  return `${sentences[problem]} ${example}`;
}

/**
 * The error after too many failed submissions. `freeAt` is when the next one is possible; both times are from the database's
 * clock. The limit prevents guessing and does not limit verification: it counts only different roles that were denied or not
 * secure, 10 in ten minutes and 50 in a day.
 */
export function explainSubmissionLimit(freeAt: Date, now: Date): string {
  return `Too many different roles failed verification. Try again ${whenIn(freeAt, now)}. Connected roles can still be verified.`;
}

/** The error after too many manual checks of connected roles: 60 in ten minutes for a customer. Scheduled checks continue. */
export function explainCheckLimit(freeAt: Date, now: Date): string {
  return `Your company requested too many verifications in a short time. Try again ${whenIn(freeAt, now)}. Scheduled verifications continue.`;
}
