import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand, StartLiveTailCommand } from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";

const { logs } = useSandbox();
const GROUP = "/app/test/tail";
const ARN = `arn:aws:logs:eu-central-1:222222222222:log-group:${GROUP}`;

test("rejects an ARN that ends with an asterisk, and stream filters with several groups", async () => {
  const start = (input: object) => logs(TEST_KEYS.acme).send(new StartLiveTailCommand({ logGroupIdentifiers: [ARN], ...input }));
  await expect(start({ logGroupIdentifiers: [`${ARN}:*`] })).rejects.toMatchObject({ name: "InvalidParameterException" });
  await expect(start({ logGroupIdentifiers: [ARN, ARN], logStreamNames: ["a"] })).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  await expect(start({})).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("sends matching events as they arrive", async () => {
  const client = logs(TEST_KEYS.acme);
  const logStreamName = "main";
  await client.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  await client.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName }));
  const ended = new AbortController();
  const { responseStream = [] } = await client.send(
    new StartLiveTailCommand({ logGroupIdentifiers: [ARN], logEventFilterPattern: "hello" }),
    { abortSignal: ended.signal },
  );
  const seen: string[] = [];
  try {
    for await (const { sessionStart, sessionUpdate } of responseStream) {
      if (sessionStart !== undefined) {
        const logEvents = ["hello", "goodbye"].map((message) => ({ timestamp: Date.now(), message }));
        await client.send(new PutLogEventsCommand({ logGroupName: GROUP, logStreamName, logEvents }));
      }
      seen.push(...(sessionUpdate?.sessionResults ?? []).map((event) => `${event.logGroupIdentifier} ${event.message}`));
      if (seen.length > 0) ended.abort();
    }
  } catch (error) {
    if (!ended.signal.aborted) throw error;
  }
  expect(seen).toEqual([`222222222222:${GROUP} hello`]);
});
