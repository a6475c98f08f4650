import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Draft } from "./draft.ts";

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export const REGION = "eu-central-1";
/** The portal's access key in the sandbox, which is useless anywhere else (sandbox/README.md). */
const PARTNER = { accessKeyId: "AKIASANDBOXPARTNER01", secretAccessKey: "sandbox-partner-secret" };

/** Credentials of the draft's role, acquired like the portal does, so that reads with them cost the sandbox the same. */
export async function roleCredentials(sandboxUrl: string, { roleArn, externalId }: Draft): Promise<RoleCredentials> {
  const sts = new STSClient({ region: REGION, endpoint: sandboxUrl, credentials: PARTNER });
  try {
    const { Credentials: made } = await sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn, ExternalId: externalId, RoleSessionName: "sallyport-bench" }),
    );
    if (!made?.AccessKeyId || !made.SecretAccessKey || !made.SessionToken) throw new Error("the role gave no credentials");
    return { accessKeyId: made.AccessKeyId, secretAccessKey: made.SecretAccessKey, sessionToken: made.SessionToken };
  } finally {
    sts.destroy();
  }
}
