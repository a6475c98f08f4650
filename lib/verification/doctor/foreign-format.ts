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
  arn: "This is an ARN. This check reads the trust policy: in IAM, open the role and copy what stands under Trust relationships.",
  command: "This is a command. This check reads what it prints: the role, or its trust policy alone.",
  terraform:
    "This is Terraform. This check reads the policy that it made: in IAM, open the role and copy what stands under Trust relationships.",
  cloudformation:
    "This is a CloudFormation template. This check reads the policy that it made: in IAM, open the role and copy what stands under Trust relationships.",
};

/** What a text looks like that is not JSON of a policy. Told from its words alone, so it is asked only when reading it fails. */
export function foreignFormatOf(text: string): ForeignFormat | undefined {
  return SIGNS.find(([, sign]) => sign.test(text))?.[0];
}

export function explainForeignFormat(format: ForeignFormat): string {
  return SENTENCES[format];
}
