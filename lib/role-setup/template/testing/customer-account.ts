import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { startSandboxProcess } from "@sallyport/aws-sandbox/testing";
import type { Partition } from "#kernel/aws/partition.ts";
import { program } from "#stack/testing/program.ts";

export interface CreatedRole {
  readonly arn: string;
  readonly roleName: string;
  readonly path: string;
  readonly description?: string;
  readonly maxSessionDuration: number;
  readonly permissionsBoundary?: string;
  readonly tags: readonly (readonly [string, string])[];
  readonly trust: unknown;
  readonly policies: Readonly<Record<string, unknown>>;
}

type StackAnswer =
  | { readonly kind: "created"; readonly outputs: Readonly<Record<string, string>>; readonly role: CreatedRole }
  | { readonly kind: "refused"; readonly message: string };

/** A customer's account in the sandbox, which runs as a separate process and is used only over HTTP. */
export interface CustomerAccount {
  /** What `template:publish` printed. */
  readonly published: string;
  readonly templateUrl: string;
  /** Creates the stack of the published template, reads the role it made, and deletes the stack again. */
  createStack(parameters: Record<string, string>): Promise<StackAnswer>;
  /** @throws Error if the account has no such role */
  readRole(arn: string): Promise<CreatedRole>;
  close(): Promise<void>;
}

export const ACCOUNT = "222222222222";
const STACK_NAME = "sallyport-acme";

/** Starts a sandbox in a region of the partition and publishes the template to it, with the command that partners use. */
export async function openCustomerAccount(partition: Partition, region: string): Promise<CustomerAccount> {
  const sandbox = await startSandboxProcess({ region });
  const templateUrl = `${sandbox.url}/s3/sallyport-templates/role-v1.json`;
  const published = await publish(partition, region, sandbox.url, templateUrl);
  const stacks = `${sandbox.url}/console/cloudformation/stacks`;
  return {
    published,
    templateUrl,
    async createStack(parameters) {
      const place = { accountId: ACCOUNT, region, stackName: STACK_NAME, templateUrl };
      const made = await ask(stacks, "POST", { ...place, parameters, capabilities: ["CAPABILITY_IAM"] });
      if (made["message"] !== undefined) return { kind: "refused", message: String(made["message"]) };
      const outputs = Object.fromEntries((made["outputs"] as { key: string; value: string }[]).map(({ key, value }) => [key, value]));
      const role = await readRole(sandbox.url, outputs["RoleArn"] ?? "");
      await ask(`${stacks}/${ACCOUNT}/${region}/${STACK_NAME}`, "DELETE");
      return { kind: "created", role, outputs };
    },
    readRole: (arn) => readRole(sandbox.url, arn),
    close: sandbox.close,
  };
}

async function readRole(url: string, arn: string): Promise<CreatedRole> {
  const answer = await fetch(`${url}/console/iam/roles.json?account=${ACCOUNT}`);
  const roles = (await answer.json()) as (CreatedRole & { policies: [string, string][]; assumeRolePolicyDocument: string })[];
  const role = roles.find((one) => one.arn === arn);
  if (role === undefined) throw new Error(`there is no role ${arn}, but ${roles.map((one) => one.arn)}`);
  const policies = role.policies.map(([name, document]): [string, unknown] => [name, JSON.parse(document)]);
  return { ...role, trust: JSON.parse(role.assumeRolePolicyDocument), policies: Object.fromEntries(policies) };
}

async function ask(url: string, method: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

async function publish(partition: Partition, region: string, endpoint: string, templateUrl: string): Promise<string> {
  const partner = { PARTNER_ACCOUNT_IDS: "999999999999", PARTNER_PRINCIPAL_ARNS: `arn:${partition}:iam::999999999999:role/sallyport` };
  const key = {
    AWS_ACCESS_KEY_ID: "AKIASANDBOXPARTNER02",
    AWS_SECRET_ACCESS_KEY: "sandbox-partner-administrator-secret",
    AWS_REGION: region,
  };
  const place = { TEMPLATE_URL: templateUrl, AWS_ENDPOINT_URL_S3: endpoint, ALLOW_CUSTOM_AWS_ENDPOINTS: "true" };
  const done = await promisify(execFile)(process.execPath, [await program(), "template", "publish"], {
    env: { ...process.env, ...partner, ...key, ...place },
  });
  return done.stdout + done.stderr;
}
