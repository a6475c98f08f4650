import { expect, test } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

const taken = (bucket: TokenBucket, times: number, now: number) =>
  Array.from({ length: times }, () => bucket.take(now)).filter(Boolean).length;

test("a full bucket holds the calls of one second, however long it was not used", () => {
  const bucket = new TokenBucket(5, 0);
  expect(taken(bucket, 20, 0)).toBe(5);
  expect(taken(bucket, 20, 60_000)).toBe(5);
});

test("tokens come back evenly, not at the start of a second", () => {
  const bucket = new TokenBucket(5, 0);
  expect([0, 199, 200, 399, 400, 1400].map((now) => taken(bucket, 20, now))).toEqual([5, 0, 1, 0, 1, 5]);
});

test("no second after the first has more calls than the quota, whatever the pattern", () => {
  const bucket = new TokenBucket(10, 0);
  let passed = 0;
  for (let now = 0; now <= 60_000; now += 7) passed += taken(bucket, 3, now);
  expect(passed).toBeLessThanOrEqual(610);
  expect(passed).toBeGreaterThan(600);
});
