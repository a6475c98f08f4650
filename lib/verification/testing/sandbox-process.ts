import { createHash, createHmac } from "node:crypto";
import { startSandboxProcess as startProcess } from "@sallyport/aws-sandbox/testing";
import { SignatureV4 } from "@smithy/signature-v4";

/** The sandbox in a process of its own, called over HTTP. */
export interface SandboxProcess {
  readonly url: string;
  /** Creates a role in Acme's account with this trust policy and permissions, and returns its ARN. */
  createRole(name: string, trustPolicy: string, permissions?: string): Promise<string>;
  updateTrust(name: string, trustPolicy: string): Promise<void>;
  /** Sends a command to the sandbox: `POST /sandbox/<command>`. */
  command(command: string, body: unknown): Promise<void>;
  calls(): Promise<readonly { readonly action: string; readonly service: string }[]>;
  /** Stops the process. @throws Error when a session with permissions was requested without an External ID */
  close(): Promise<void>;
}

export const PARTNER_CREDENTIALS = { AWS_ACCESS_KEY_ID: "AKIASANDBOXPARTNER01", AWS_SECRET_ACCESS_KEY: "sandbox-partner-secret" };
/** The administrator of Acme's account. */
export const ACME = { accessKeyId: "AKIASANDBOXACME00001", secretAccessKey: "sandbox-acme-secret" };

class NodeSha256 {
  #hash;
  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as Buffer);
  }
  update(chunk: string | Uint8Array): void {
    this.#hash.update(chunk);
  }
  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }
  reset(): void {}
}

/** Starts the sandbox on free ports and waits until it is ready. */
export async function startSandboxProcess(): Promise<SandboxProcess> {
  const { url, close } = await startProcess();
  const iam = (fields: Record<string, string>) => signedQuery(url, ACME, "iam", fields);
  const asked = async (command: string, init?: RequestInit): Promise<unknown> => {
    const response = await fetch(`${url}/sandbox/${command}`, init);
    if (!response.ok) throw new Error(`sandbox ${command}: ${await response.text()}`);
    return response.json();
  };
  return {
    url,
    async createRole(RoleName, AssumeRolePolicyDocument, permissions) {
      const answer = await iam({ Action: "CreateRole", RoleName, AssumeRolePolicyDocument });
      if (permissions !== undefined) await iam({ Action: "PutRolePolicy", RoleName, PolicyName: "logs", PolicyDocument: permissions });
      return /<Arn>([^<]+)<\/Arn>/.exec(answer)?.[1] ?? "";
    },
    updateTrust: async (RoleName, PolicyDocument) => void (await iam({ Action: "UpdateAssumeRolePolicy", RoleName, PolicyDocument })),
    command: async (command, body) =>
      void (await asked(command, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })),
    calls: async () => ((await asked("calls")) as { calls: readonly { action: string; service: string }[] }).calls,
    close: async () => {
      const { lacking } = (await asked("assume-roles")) as { lacking: readonly unknown[] };
      await close();
      if (lacking.length > 0) throw new Error(`AssumeRole without an External ID: ${JSON.stringify(lacking)}`);
    },
  };
}

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const VERSIONS = { iam: "2010-05-08", cloudformation: "2010-05-15" } as const;

/** A signed call of a service with the Query protocol. Returns the XML of the response. @throws Error with the XML of an error */
export async function signedQuery(
  url: string,
  credentials: Keys,
  service: keyof typeof VERSIONS,
  fields: Record<string, string>,
): Promise<string> {
  const port = Number(new URL(url).port);
  const body = new URLSearchParams({ Version: VERSIONS[service], ...fields }).toString();
  const region = service === "iam" ? "us-east-1" : "eu-central-1";
  const signer = new SignatureV4({ credentials, region, service, sha256: NodeSha256, applyChecksum: false });
  const headers = { host: `localhost:${port}`, "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  const signed = await signer.sign({ method: "POST", protocol: "http:", hostname: "localhost", port, path: "/", query: {}, headers, body });
  const response = await fetch(url, { method: "POST", headers: signed.headers, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${fields["Action"]}: ${text}`);
  return text;
}
