import { expect, test } from "vitest";
import { LAST_HOUR } from "#components/logs/time/time-range.ts";
import { eventAtTime, isNamedEvent, type LogsAddress, logsHref, readLogsAddress, toggledColumn } from "./logs-address.ts";

const OTHER = "01a21724-c9b4-7099-bf66-f1c88c257856";
const NOTHING: LogsAddress = {
  region: "eu-central-1",
  group: null,
  pattern: "",
  range: LAST_HOUR,
  streams: [],
  also: [],
  columns: [],
  oldestFirst: false,
  event: null,
};

test("an empty URL, or one with a region of another connection, shows the last hour of the first region", () => {
  expect(readLogsAddress({}, ["eu-central-1"])).toEqual(NOTHING);
  expect(readLogsAddress({ region: "us-east-1", range: "never", streams: "*" }, ["eu-central-1"])).toEqual(NOTHING);
});

test("a search has at most five log groups, and invalid ones are ignored", () => {
  const source = `${OTHER}~eu-central-1~/app/a`;
  const read = (also: string) => readLogsAddress({ also }, ["eu-central-1"]).also;
  expect(read(Array(9).fill(source).join("*"))).toHaveLength(4);
  expect(read(["x", "~~", `${OTHER}~eu-central-1~/a~b`, `${OTHER}~eu-central-1~<b>`, source].join("*"))).toHaveLength(1);
});

test("a link names an event by its ID, or by its time where a query has no ID", () => {
  const event = { id: "391", at: 1_796_106_258_954 };
  expect([isNamedEvent("391", event), isNamedEvent(eventAtTime(event.at), event)]).toEqual([true, true]);
  expect([isNamedEvent("392", event), isNamedEvent(eventAtTime(event.at + 1), event), isNamedEvent(String(event.at), event)]).toEqual([
    ...[false, false, false],
  ]);
});

test("a view is restored from its URL, whatever characters it contains", () => {
  const address: LogsAddress = {
    region: "eu-central-1",
    group: "/app/#1",
    pattern: '{ $.a = "&range=1" }',
    range: { kind: "between", from: 1_764_000_000_000, to: 1_764_000_300_000 },
    streams: ["2026/11/24/[$LATEST]a&b", "s+2"],
    also: [{ connectionId: OTHER, region: "us-east-1", group: "/app/#2" }],
    columns: ["/status", "/a*b/100%2A"],
    oldestFirst: true,
    event: "3141",
  };
  const words = Object.fromEntries(new URL(logsHref("id", address), "http://localhost").searchParams);
  expect(readLogsAddress(words, ["eu-central-1"])).toEqual(address);
});

test("selecting a column again removes it, and a ninth column replaces the first", () => {
  expect(toggledColumn(["/a", "/b"], "/a")).toEqual(["/b"]);
  expect(toggledColumn(["/a"], "/b")).toEqual(["/a", "/b"]);
  const eight = Array.from({ length: 8 }, (_, n) => `/${n}`);
  expect(toggledColumn(eight, "/8")).toEqual([...eight.slice(1), "/8"]);
});
