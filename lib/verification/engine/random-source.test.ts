import { expect, test } from "vitest";
import { shuffled } from "./probe.ts";
import { systemRandom } from "./run-probes.ts";

test("shuffling keeps all items and does not change the list itself", () => {
  const things = ["a", "b", "c", "d"];
  for (let i = 0; i < 20; i++) expect(shuffled(things, systemRandom).toSorted()).toEqual(things);
  expect(things).toEqual(["a", "b", "c", "d"]);
});

test("every order of the items is possible", () => {
  const orders = new Set<string>();
  for (const one of [0, 1, 2])
    for (const two of [0, 1]) {
      const draws = [one, two, 0];
      const limits: number[] = [];
      const below = (limit: number) => {
        limits.push(limit);
        return draws.shift() ?? 0;
      };
      orders.add(shuffled(["a", "b", "c"], { uuid: () => "", below }).join(""));
      expect(limits).toEqual([3, 2, 1]);
    }
  expect(orders.size).toBe(6);
});

test("the system's source stays below the limit and returns version 4 UUIDs", () => {
  const drawn = new Set(Array.from({ length: 200 }, () => systemRandom.below(3)));
  expect([...drawn].toSorted()).toEqual([0, 1, 2]);
  expect(systemRandom.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
