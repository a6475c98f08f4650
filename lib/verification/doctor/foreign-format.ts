/** What people paste in place of a trust policy. */
export type ForeignFormat = "cloudformation" | "terraform" | "arn" | "command";

const SIGNS: readonly (readonly [ForeignFormat, RegExp])[] = [
  ["arn", /^\s*arn:[^\s{]*\s*$/],
  ["command", /^\s*(?:\$ )?aws\s+(?:iam|sts)\s/],
  [
    "terraform",
    /\b(?:resource|data)\s+"aws_iam_|\bjsonencode[ \t]*\(|\bassume_role_policy[ \t]*=|"aws_iam_role"[ \t]*:|^[ \t]*(?:statement|principals|condition)[ \t]*\{/m,
  ],
  [
    "cloudformation",
    /\bAWSTemplateFormatVersion\b|\bAWS::IAM::Role\b|^[ \t-]*(?:AssumeRolePolicyDocument|Version|Statement)[ \t]*:[ \t]*(?:$|['"\w])|!(?:Sub|Ref|GetAtt)\b/m,
  ],
];

const SENTENCES: Readonly<Record<ForeignFormat, string>> = {
  arn: "This is an ARN, not a trust policy. In IAM, open the role and copy the policy from the Trust relationships tab.",
  command: "This is a command, not a trust policy. Paste its output: the role, or only its trust policy.",
  terraform: "This is Terraform code, not a trust policy. In IAM, open the role and copy the policy from the Trust relationships tab.",
  cloudformation:
    "This is a CloudFormation template, not a trust policy. In IAM, open the role and copy the policy from the Trust relationships tab.",
};

/** What a text looks like that is not JSON of a policy. Told from its words alone, so it is asked only when reading it fails. */
export function foreignFormatOf(text: string): ForeignFormat | undefined {
  return SIGNS.find(([, sign]) => sign.test(text))?.[0];
}

export function explainForeignFormat(format: ForeignFormat): string {
  return SENTENCES[format];
}
