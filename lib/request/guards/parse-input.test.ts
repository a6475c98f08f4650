import { expect, test } from "vitest";
import { z } from "zod";
import { ConnectionId } from "#kernel/ids.ts";
import { parseInput } from "./parse-input.ts";

const id = "0192f0c4-0000-7000-8000-000000000001";
const schema = z.object({ connectionId: ConnectionId, name: z.string().max(20) });

test.each([
  ["an External ID slipped in", { connectionId: id, name: "x", externalId: "sp-1" }],
  ["a customer slipped in", { connectionId: id, name: "x", customerId: id }],
  ["a status slipped in", { connectionId: id, name: "x", status: "connected" }],
  ["an array for a text", { connectionId: id, name: ["x"] }],
  ["an object for an id", { connectionId: { $ne: "" }, name: "x" }],
  ["nothing at all", undefined],
  ["a text", "x"],
  ["ten megabytes", { connectionId: id, name: "x".repeat(10_000_000) }],
])("input with %s is invalid", (_name, raw) => {
  expect(parseInput(schema, raw)).toMatchObject({ ok: false, code: "invalid" });
});

test("the failure names the invalid field", () => {
  expect(parseInput(schema, { connectionId: "nonsense", name: "x" })).toMatchObject({ fields: { connectionId: "Invalid ID." } });
});

test("valid input is returned parsed", () => {
  expect(parseInput(schema, { connectionId: id.toUpperCase(), name: "x" })).toEqual({ ok: true, value: { connectionId: id, name: "x" } });
});
