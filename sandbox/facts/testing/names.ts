const account = "222222222222";

/** The facts use a region without seeded log groups. */
export const FACT_REGION = "us-east-1";

/** The placeholders that every fact can use. */
export const FACT_NAMES: Readonly<Record<string, string>> = {
  account,
  other: "333333333333",
  region: FACT_REGION,
  /** A trust policy that lets the administrator's account assume the role. */
  trust: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: account }, Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] }],
  }),
  /** A permission policy. */
  permissions: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::example_bucket" }],
  }),
};
