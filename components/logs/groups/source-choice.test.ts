import { expect, test } from "vitest";
import { MAX_SOURCES, readLogsAddress } from "#components/logs/search/logs-address.ts";
import { sourceChips, sourceChoice } from "./source-choice.ts";

const HERE = "01a21724-c9b4-7099-bf66-f1c88c257856";
const THERE = "01a21724-c9b4-7099-bf66-f1c88c257857";
const REGION = "eu-central-1";
const source = (connectionId: string, group: string) => ({ connectionId, region: REGION, group });
const at = (words: Record<string, string>) => readLogsAddress({ region: REGION, ...words }, [REGION]);
const own = { connectionId: HERE, region: REGION };
const others = { connectionId: THERE, region: REGION };

test("the first log group must be of the page's own connection", () => {
  const empty = at({});
  expect(sourceChoice(HERE, empty, own).change("/a")).toEqual({ group: "/a", streams: [], also: [] });
  expect(sourceChoice(HERE, empty, others).change("/a")).toBeNull();
});

test("a full search accepts no further group, but one can be removed", () => {
  const also = Array.from({ length: MAX_SOURCES - 1 }, (_, n) => `${HERE}~${REGION}~/g${n}`).join("*");
  const full = sourceChoice(HERE, at({ group: "/a", also }), own);
  expect(full.change("/new")).toBeNull();
  expect(full.change("/g0")?.also).toHaveLength(MAX_SOURCES - 2);
});

test("a group of any connection is added once, and selected streams are cleared", () => {
  const alone = at({ group: "/a", streams: "s" });
  expect(sourceChoice(HERE, alone, own).has("/a")).toBe(true);
  expect(sourceChoice(HERE, alone, others).has("/a")).toBe(false);
  expect(sourceChoice(HERE, alone, others).change("/a")).toEqual({ also: [source(THERE, "/a")], streams: [] });
});

test("the last group of the page's connection can't be removed; if it has another, that one takes its place", () => {
  expect(sourceChoice(HERE, at({ group: "/a" }), own).change("/a")).toBeNull();
  const foreign = at({ group: "/a", also: `${THERE}~${REGION}~/a` });
  expect(sourceChoice(HERE, foreign, own).change("/a")).toBeNull();
  expect(sourceChoice(HERE, foreign, others).change("/a")).toEqual({ also: [] });
  const both = at({ group: "/a", also: `${THERE}~${REGION}~/a*${HERE}~${REGION}~/b` });
  expect(sourceChoice(HERE, both, own).change("/a")).toEqual({ group: "/b", also: [source(THERE, "/a")] });
});

const sources = (...groups: string[]) => groups.map((group) => ({ connectionId: "c", region: "r", group }));

test("a single log group has no chip", () => {
  expect(sourceChips(sources("/app/api"))).toBeNull();
});

test("each log group is named by the shortest unique end of its name", () => {
  expect(sourceChips(sources("/app/payments/api", "/app/orders/api", "/app/web"))).toEqual(["payments/api", "orders/api", "web"]);
  expect(sourceChips(sources("/app/api", "/app/api"))).toEqual(["api", "api"]);
});
