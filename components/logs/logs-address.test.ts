import { expect, test } from "vitest";
import { type LogsAddress, logsHref, readLogsAddress } from "./logs-address.ts";
import { LAST_HOUR } from "./time-range.ts";

const NOTHING: LogsAddress = { region: "eu-central-1", group: null, pattern: "", range: LAST_HOUR, streams: [], event: null };

test("an address that says nothing, or a region that is not the connection's, is the first region's last hour", () => {
  expect(readLogsAddress({}, ["eu-central-1"])).toEqual(NOTHING);
  expect(readLogsAddress({ region: "us-east-1", range: "never", streams: "*" }, ["eu-central-1"])).toEqual(NOTHING);
});

test("what is shown comes back from its address, whatever its words hold", () => {
  const shown: LogsAddress = {
    region: "eu-central-1",
    group: "/app/#1",
    pattern: '{ $.a = "&range=1" }',
    range: { kind: "between", from: 1_764_000_000_000, to: 1_764_000_300_000 },
    streams: ["2026/11/24/[$LATEST]a&b", "s+2"],
    event: "3141",
  };
  const words = Object.fromEntries(new URL(logsHref("id", shown), "http://localhost").searchParams);
  expect(readLogsAddress(words, ["eu-central-1"])).toEqual(shown);
});
