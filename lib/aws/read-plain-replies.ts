import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";

/** Operations whose reply needs no conversion: its JSON has the fields of the SDK's output, with times as numbers. */
const PLAIN = new Set(["FilterLogEvents", "GetLogEvents", "DescribeLogGroups", "DescribeLogStreams", "GetQueryResults"]);

/** The part of the SDK's protocol that turns a reply into a command's output. */
interface Protocol {
  deserializeResponse(operation: { readonly name: string }, context: unknown, reply: Reply): Promise<object>;
}

interface Reply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Buffer>;
}

/**
 * Makes a client parse the replies of these operations with a single JSON.parse. The SDK converts each value by its schema,
 * which is most of the cost of a page of 10,000 events (docs/results/logs.md). Errors and all other replies are left to the SDK.
 */
export function readPlainReplies(client: CloudWatchLogsClient): CloudWatchLogsClient {
  const protocol = client.config.protocol as unknown as Protocol;
  const bySchema = protocol.deserializeResponse.bind(protocol);
  protocol.deserializeResponse = async (operation, context, reply) => {
    if (reply.statusCode !== 200 || !PLAIN.has(operation.name)) return bySchema(operation, context, reply);
    const output = JSON.parse(await textOf(reply.body)) as object;
    return { ...output, $metadata: { httpStatusCode: 200, requestId: reply.headers["x-amzn-requestid"] } };
  };
  return client;
}

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
