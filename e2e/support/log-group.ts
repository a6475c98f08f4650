import { randomUUID } from "node:crypto";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Sandbox } from "#stack/sandbox-client.ts";

/** A log group of a test, in account 222222222222 and eu-central-1. */
export interface TestLogGroup {
  readonly name: string;
  /** Deletes it, as its owner can at any time. */
  remove(): Promise<void>;
}

/** Creates a log group with these messages, of a minute ago. */
export async function createLogGroup({ url: endpoint }: Sandbox, messages: readonly string[]): Promise<TestLogGroup> {
  const credentials = { accessKeyId: "AKIASANDBOXACME00001", secretAccessKey: "sandbox-acme-secret" };
  const client = new CloudWatchLogsClient({ endpoint, region: "eu-central-1", credentials });
  const of = { logGroupName: `/app/test/${randomUUID()}` };
  await client.send(new CreateLogGroupCommand(of));
  await client.send(new CreateLogStreamCommand({ ...of, logStreamName: "stream" }));
  const timestamp = Date.now() - 60_000;
  await client.send(
    new PutLogEventsCommand({ ...of, logStreamName: "stream", logEvents: messages.map((message) => ({ timestamp, message })) }),
  );
  return {
    name: of.logGroupName,
    remove: async () => {
      await client.send(new DeleteLogGroupCommand(of));
    },
  };
}
