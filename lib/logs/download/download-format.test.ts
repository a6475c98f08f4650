import { expect, test } from "vitest";
import { eventWriter } from "./download-format.ts";

const event = (message: string, stream = "s") => ({ id: "1", at: 0, ingestedAt: 1, stream, message });
const csv = (message: string) => eventWriter("csv", "/app/x").event(event(message));

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1", "＋1", "－1", "＠x"])(
  "a cell that a spreadsheet would run is defused: %j",
  (message) => {
    expect(csv(message)).toContain(`,"'${message[0]}`);
  },
);

test("the name of a stream is escaped, too", () => {
  expect(eventWriter("csv", "/app/x").event(event("m", "=cmd"))).toContain(`"'=cmd"`);
});

test("quotes, commas and line breaks stay inside their cell", () => {
  expect(csv('a "b", c\nd')).toBe('"1970-01-01T00:00:00.000Z","1970-01-01T00:00:00.001Z","/app/x","s","a ""b"", c\nd"\r\n');
});

test.each(["ndjson", "csv", "txt"] as const)(
  "a file in %s has no control or format character that affects the program that displays it",
  (format) => {
    const acting = "\u001b[2J\u007f\u0085\u009b2J\u200b\u202e\u2066\u2028\ufeff";
    const writer = eventWriter(format, `/app/${acting}`);
    const file = writer.event(event(`m${acting}`, `s${acting}`)) + writer.remark("cut");
    expect(file.replace(/\r?\n/g, "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  },
);

test("plain text cannot control a terminal", () => {
  expect(eventWriter("txt", "/app/x").event(event("\u001b[2J\u202ea\tb\u009b"))).toBe(
    "1970-01-01T00:00:00.000Z s ␛[2J<U+202E>a\tb<U+009B>\n",
  );
});

test("every event has its own times and stream, independent of the previous event", () => {
  const times = [0, 999, 1000, 1001, 59_999, 60_000, 86_399_999, 1_700_000_000_123, 1_700_000_000_124, 5, -1];
  const streams = ["a", "a", 'b"', "a"];
  const { event: line } = eventWriter("ndjson", '/app/"x"');
  const events = times.map((at, n) => ({ id: null, at, ingestedAt: at + 7 * n, stream: streams[n % 4] ?? "", message: `m${n}\u2028` }));
  for (const { at, ingestedAt, stream, message } of events)
    expect(JSON.parse(line({ id: null, at, ingestedAt, stream, message }))).toEqual({
      timestamp: new Date(at).toISOString(),
      ingestionTime: new Date(ingestedAt).toISOString(),
      logGroup: '/app/"x"',
      logStream: stream,
      message,
    });
});

test("NDJSON has the unchanged message, one line per event", () => {
  const line = eventWriter("ndjson", "/app/x").event(event('{"a":1}\n\u001b'));
  expect(line.split("\n")).toHaveLength(2);
  expect(JSON.parse(line)).toEqual({
    timestamp: "1970-01-01T00:00:00.000Z",
    ingestionTime: "1970-01-01T00:00:00.001Z",
    logGroup: "/app/x",
    logStream: "s",
    message: '{"a":1}\n\u001b',
  });
});
