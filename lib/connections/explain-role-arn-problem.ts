import type { Partition } from "#lib/kernel/partition.ts";
import type { RoleArnProblem } from "#lib/kernel/role-arn.ts";

const PARTITION_WORDS: Record<Partition, string> = {
  aws: "the AWS commercial partition (aws)",
  "aws-us-gov": "the AWS GovCloud partition (aws-us-gov)",
  "aws-cn": "the AWS China partition (aws-cn)",
};

/** The sentence at the field `Role ARN`: what was pasted, what is wanted, and an example of it. Never repeats the text itself. */
export function explainRoleArnProblem(problem: RoleArnProblem, served: Partition): string {
  const example = `Example: arn:${served}:iam::123456789012:role/sallyport/SallyportRole-1A2B3C`;
  const sentences: Record<RoleArnProblem, string> = {
    empty: "Paste the ARN of the role.",
    "too-long": "This is longer than any role ARN can be. Paste the ARN alone.",
    "hidden-characters":
      "There is a space, a line break or a character here that cannot be seen or only looks like a letter. Copy the ARN again, without anything around it.",
    "other-partition": `This portal serves ${PARTITION_WORDS[served]}. Create the role in an account there.`,
    "assumed-role": "This is the ARN of a role session. Paste the role ARN: it has “:role/” in it.",
    "not-a-role": "This is an ARN, and not that of a role. Paste the role ARN: it has “:role/” in it.",
    "service-role": "This role belongs to AWS, and its trust policy cannot be changed. Paste the ARN of a role of your own.",
    malformed: "This is not the ARN of an IAM role. Paste the role ARN: it begins with “arn:” and has “:role/” in it.",
    "own-account": "This role is in an account of ours. Paste the ARN of a role in your own AWS account.",
  };
  return `${sentences[problem]} ${example}`;
}
