import type { SandboxProcess } from "#sandbox/start-sandbox-process.ts";

/** A client of AWS that is not ours. A rejected call returns `refused` with AWS's error code. */
export type Answer = { readonly kind: "ok"; readonly value: Record<string, unknown> } | { readonly kind: "refused"; readonly code: string };

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The operations of the scenario, by the parameters of the API. */
export interface Client {
  call(keys: Keys, service: "iam" | "sts" | "logs" | "cloudformation", operation: string, parameters: object): Promise<Answer>;
  /** Ends the client's process, if it has one. */
  close?(): Promise<void>;
}

export type ClientOf = (sandbox: SandboxProcess) => Client;

/** The fixed keys of README.md. */
export const PARTNER: Keys = { accessKeyId: "AKIASANDBOXPARTNER01", secretAccessKey: "sandbox-partner-secret" };
export const ACME: Keys = { accessKeyId: "AKIASANDBOXACME00001", secretAccessKey: "sandbox-acme-secret" };

export const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::999999999999:role/sallyport" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "id-1" } },
    },
  ],
});
export const READ_LOGS = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["logs:FilterLogEvents"], Resource: "*" }],
});
export const TEMPLATE = JSON.stringify({
  Parameters: { ExternalId: { Type: "String" } },
  Resources: {
    Role: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: "arn:aws:iam::999999999999:role/sallyport" },
              Action: "sts:AssumeRole",
              Condition: { StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } } },
            },
          ],
        },
      },
    },
  },
  Outputs: { RoleArn: { Value: { "Fn::GetAtt": ["Role", "Arn"] } } },
});
