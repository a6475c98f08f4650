import { expect, test } from "vitest";
import type { LogSearchPart } from "./log-view.ts";
import { receivedPart, sentParts } from "./sent-part-view.ts";

const HOSTILE = 'a "quote", a\u2028line, \u0000, \ud83d lone, </script> and {"__proto__":{"x":1}}';
const PARTS: readonly LogSearchPart[] = [
  { kind: "events", events: [{ id: "1", at: 5, ingestedAt: 6, stream: "web/1", message: HOSTILE }] },
  { kind: "events", events: [] },
  { kind: "limited", continuesInMs: 200, by: "quota" },
  { kind: "progress", searchedTo: 5, pages: 1, emptyPages: 0 },
  { kind: "end", cursor: null, newestFirst: true },
  { kind: "failed", code: "invalid", message: "No." },
];

test("each part comes as it was sent, its events to the letter", async () => {
  const all = async function* () {
    yield* PARTS;
  };
  const came: LogSearchPart[] = [];
  for await (const part of sentParts(all())) came.push(receivedPart(part));
  expect(came).toEqual(PARTS);
});

test("events go as one text, so that none waits for the rest", async () => {
  const all = async function* () {
    yield* PARTS;
  };
  const { value } = await sentParts(all()).next();
  expect(value).toEqual({ kind: "events", text: expect.any(String) });
});

test("whoever stops reading stops the search", async () => {
  let stopped = false;
  const endless = async function* (): AsyncGenerator<LogSearchPart> {
    try {
      for (;;) yield { kind: "limited", continuesInMs: 1 };
    } finally {
      stopped = true;
    }
  };
  for await (const _ of sentParts(endless())) break;
  expect(stopped).toBe(true);
});
