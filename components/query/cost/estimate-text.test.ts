import { expect, test } from "vitest";
import { basisText, bytesWithCost, hasLimit, priceText, spreadText } from "./estimate-text.ts";

const GB = 1_000_000_000;
const estimate = (lowBytes: number, highBytes: number, basedOn = 0) => ({
  ...{ lowBytes, likelyBytes: (lowBytes + highBytes) / 2, highBytes, basedOn, pricePerGb: null },
});

test("where the price of a Region is unknown, no cost is stated, and it says so", () => {
  expect(spreadText(estimate(GB, 2 * GB), "sa-east-1")).toBe("1–2 GB");
  expect(priceText("sa-east-1")).toBe("price unknown for sa-east-1");
  expect(bytesWithCost(5 * GB, "sa-east-1")).toBe("5 GB");
});

test.each([
  [0.2 * GB, 0.6 * GB, "200–600 MB, less than $0.01"],
  [0.64 * GB, 3.1 * GB, "640 MB–3.1 GB, less than $0.01 to $0.02"],
  [1.8 * GB, 2.2 * GB, "1.8–2.2 GB, about $0.01"],
  [96 * GB, 240 * GB, "96–240 GB, $0.48 to $1.20"],
  [200 * GB, 200 * GB, "200 GB, about $1.00"],
  [0, 0, "0 B, less than $0.01"],
])("an estimate of %d to %d bytes is stated with its spread: %s", (low, high, text) => {
  expect(spreadText(estimate(low, high), "us-east-1")).toBe(text);
});

test("the price of the Region is stated, and what the estimate rests on", () => {
  expect(priceText("eu-central-1")).toBe("at $0.0063 per GB in eu-central-1");
  expect(bytesWithCost(100 * GB, "eu-central-1")).toBe("100 GB ($0.63)");
  expect([0, 1, 7].map((queries) => basisText(estimate(1, 2, queries)))).toEqual([
    expect.stringMatching(/AWS stores/),
    expect.stringMatching(/an earlier query /),
    expect.stringMatching(/7 earlier queries/),
  ]);
});

test("only the command limit counts as a limit", () => {
  expect(["limit 5", "fields @message | limit 100", "stats count(*)\n| limit 5"].map(hasLimit)).toEqual([true, true, true]);
  expect(["fields limit", "filter limit > 5", "stats max(limit)"].map(hasLimit)).toEqual([false, false, false]);
});
