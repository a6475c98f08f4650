import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { POOL_SIZE } from "#db/pools.ts";
import { shared } from "#kernel/process/env-schemas.ts";
import { CALLS_OF_EVERY_RUN } from "#kernel/verification/probe-labels.ts";

const PAGE = readFileSync("docs/sizing.md", "utf8");
const number = (cell = "") => Number(cell.replaceAll(",", ""));
const rows = PAGE.split("\n")
  .filter((line) => /^\|\s+[\d,]+ \|/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));

test("the calculated columns of docs/sizing.md follow from the sizes of the pools and the calls of a verification", () => {
  expect(rows).toHaveLength(5);
  for (const [, connections, web, workers, database, calls, perSecond] of rows) {
    expect(number(database)).toBe(number(web) * (3 * POOL_SIZE + 1) + number(workers) * (POOL_SIZE + 4));
    // Two verifications a day, each with one retired External ID.
    expect(number(calls)).toBe(number(connections) * 2 * (CALLS_OF_EVERY_RUN + 1));
    expect(Math.abs(number(perSecond) / (number(calls) / 86_400) - 1)).toBeLessThan(0.1);
  }
});

test("the page names the limit of STS calls that applies if none is set", () => {
  expect(PAGE).toContain(`\`STS_CALLS_PER_SECOND\` is ${shared.STS_CALLS_PER_SECOND.parse(undefined)}`);
});
