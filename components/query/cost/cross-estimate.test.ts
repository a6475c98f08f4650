import { expect, test } from "vitest";
import { crossCostWords, type PlaceEstimate } from "./cross-estimate.ts";

const GB = 1_000_000_000;
const known = (name: string, region: string, lowGb: number, highGb: number, thresholdGb: number | null = null): PlaceEstimate => ({
  name,
  region,
  answer: {
    kind: "known",
    value: {
      estimate: { lowBytes: lowGb * GB, likelyBytes: ((lowGb + highGb) / 2) * GB, highBytes: highGb * GB, basedOn: 0, pricePerGb: null },
      thresholdBytes: thresholdGb === null ? null : thresholdGb * GB,
      cheaper: null,
    },
  },
});
const failed = (name: string, message: string): PlaceEstimate => ({ name, region: "us-east-1", answer: { kind: "failed", message } });
const unknownSize = (name: string, thresholdBytes: number | null = null): PlaceEstimate => ({
  ...{ name, region: "us-east-1" },
  answer: { kind: "known", value: { estimate: null, thresholdBytes, cheaper: null } },
});

test("connections without an estimate are named with the reason, and the figures say that they are not of all", () => {
  const words = crossCostWords([known("Production", "us-east-1", 100, 200), failed("Staging", "AWS is slow."), unknownSize("Test")], "");
  expect(words).toEqual({
    headline: "Estimated for 1 of 3 connections: 100–200 GB, $0.50 to $1.00",
    detail: "at $0.005 per GB in us-east-1",
    missing: ["No estimate for Staging: AWS is slow.", "No estimate for Test: AWS doesn’t report how much data these log groups store."],
  });
  const four = ["A", "B", "C", "D"].map((name) => failed(name, "Late."));
  expect(crossCostWords(four, "")).toEqual({
    headline: "No estimate",
    detail: "",
    missing: ["No estimate for A: Late.", "No estimate for B: Late.", "No estimate for 2 more."],
  });
});

test("where the price of one Region is unknown, no cost of all is stated, and it says so", () => {
  const words = crossCostWords([known("A", "us-east-1", 1, 2), known("B", "sa-east-1", 2, 4)], "");
  expect(words.headline).toBe("Estimated 3–6 GB");
  expect(words.detail).toBe("at $0.005 per GB in us-east-1 · price unknown for sa-east-1");
});

test("bytes and costs are the sums of the connections, each at the price of its Region", () => {
  const words = crossCostWords([known("A", "us-east-1", 100, 200), known("B", "eu-central-1", 100, 100)], "stats count(*) | limit 5");
  expect(words.headline).toBe("Estimated 200–300 GB, $1.13 to $1.63");
  expect(words.detail).toBe("at $0.005 per GB in us-east-1 · at $0.0063 per GB in eu-central-1 · the limit in the query doesn’t lower it");
  expect(words.missing).toEqual([]);
});

test("the connections that ask before the run are named", () => {
  const words = crossCostWords([known("A", "us-east-1", 1, 3, 1), known("B", "us-east-1", 1, 3, 2), known("C", "us-east-1", 1, 3)], "");
  expect(words.detail).toBe("at $0.005 per GB in us-east-1 · you must confirm the query in A");
});

test("a connection whose log groups have no known size asks first too if it has a threshold, even if no connection has an estimate", () => {
  const words = crossCostWords([known("A", "us-east-1", 1, 3), unknownSize("B", GB), unknownSize("C")], "");
  expect(words.detail).toBe("at $0.005 per GB in us-east-1 · you must confirm the query in B");
  expect(crossCostWords([unknownSize("B", GB), failed("D", "Late.")], "")).toMatchObject({
    headline: "No estimate",
    detail: "you must confirm the query in B",
  });
});
