import * as cloudformation from "@aws-sdk/client-cloudformation";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as iam from "@aws-sdk/client-iam";
import * as sts from "@aws-sdk/client-sts";
import type { ClientOf } from "./scenario.ts";

const SERVICES = {
  iam: { Client: iam.IAMClient, module: iam },
  sts: { Client: sts.STSClient, module: sts },
  logs: { Client: logs.CloudWatchLogsClient, module: logs },
  cloudformation: { Client: cloudformation.CloudFormationClient, module: cloudformation },
} as const;

interface AnyClient {
  send(command: unknown): Promise<Record<string, unknown>>;
}

/** Calls with the AWS SDK for JavaScript. */
export const sdkClient: ClientOf = (sandbox) => ({
  async call(keys, service, operation, parameters) {
    const { Client, module } = SERVICES[service];
    const Command = (module as unknown as Record<string, new (input: object) => unknown>)[`${operation}Command`];
    if (Command === undefined) throw new Error(`the SDK has no ${operation}`);
    const client = new Client({
      endpoint: sandbox.url,
      region: "eu-central-1",
      maxAttempts: 1,
      credentials: keys,
      disableHostPrefix: true,
    }) as unknown as AnyClient;
    try {
      return { kind: "ok", value: await client.send(new Command(parameters)) };
    } catch (error) {
      const { name, Code, Error: body } = error as Error & { Code?: string; Error?: { Code?: string } };
      return { kind: "refused", code: body?.Code ?? Code ?? name };
    }
  },
});
