import { SessionStreamingException, SessionTimeoutException, type StartLiveTailResponseStream } from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { type LiveTailPart, liveTailParts } from "./live-tail.ts";

async function partsOf(stream: AsyncIterable<StartLiveTailResponseStream>): Promise<LiveTailPart[]> {
  const parts: LiveTailPart[] = [];
  for await (const part of liveTailParts(stream)) parts.push(part);
  return parts;
}

async function* endedBy(thrown: unknown): AsyncGenerator<StartLiveTailResponseStream> {
  yield { sessionUpdate: { sessionMetadata: { sampled: true }, sessionResults: [] } };
  throw thrown;
}

test.each([
  [new SessionTimeoutException({ message: "Session has timed out.", $metadata: {} }), "SessionTimeoutException: Session has timed out."],
  [new SessionStreamingException({ message: "", $metadata: {} }), "SessionStreamingException"],
  [Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }), ""],
  ["not an exception of AWS", ""],
])("events before %s are kept, and the message of AWS is the last part", async (thrown, said) => {
  expect(await partsOf(endedBy(thrown))).toEqual([
    { kind: "update", events: [], sampled: true },
    { kind: "broken-off", said },
  ]);
});

test("the stream ends when its reader stops, so that AWS bills no more minutes", async () => {
  let ended = false;
  async function* endless(): AsyncGenerator<StartLiveTailResponseStream> {
    try {
      for (;;) yield { sessionUpdate: {} };
    } finally {
      ended = true;
    }
  }
  for await (const _ of liveTailParts(endless())) break;
  expect(ended).toBe(true);
});
