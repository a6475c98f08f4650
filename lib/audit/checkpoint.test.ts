import { expect, test } from "vitest";
import { Secret } from "#kernel/process/secret.ts";
import { readCheckpoint, sealCheckpoint } from "./checkpoint.ts";

const [previous, current] = [new Secret("p".repeat(32)), new Secret("c".repeat(32))];
const checkpoint = { made: "2026-01-01T00:00:00.000Z", chain: "partner", seq: 5, hash: "a".repeat(64) };

test("a checkpoint of the previous key is refused when that key was removed, and accepted while it is in the list", () => {
  const line = JSON.stringify(sealCheckpoint(previous, checkpoint));
  expect(readCheckpoint([current], line)).toEqual({ kind: "forged" });
  expect(readCheckpoint([], line)).toEqual({ kind: "forged" });
  expect(readCheckpoint([current, previous], line)).toEqual({ kind: "checkpoint", checkpoint });
});
