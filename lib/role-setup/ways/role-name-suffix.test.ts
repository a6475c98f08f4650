import { expect, test } from "vitest";
import { Secret } from "#kernel/process/secret.ts";
import { roleNameSuffix } from "./role-settings.ts";

const KEY = new Secret("a key that is long enough to be one");
const CONNECTION = "019a3b5c-7d8e-7f90-a1b2-c3d4e5f60718";

test("without the key, a role's name can't be derived from its connection's ID", () => {
  expect(roleNameSuffix(new Secret("another key"), CONNECTION)).not.toBe(roleNameSuffix(KEY, CONNECTION));
});

test("no two connections share a name, and one connection always has the same", () => {
  const made = Array.from({ length: 200 }, (_, n) => roleNameSuffix(KEY, `${CONNECTION}${n}`));
  expect(new Set(made).size).toBe(200);
  expect(roleNameSuffix(KEY, CONNECTION)).toBe(roleNameSuffix(KEY, CONNECTION));
});

test("it has twelve characters a-z and 0-9, as the template's formats require", () => {
  expect(roleNameSuffix(KEY, CONNECTION)).toMatch(/^[a-z0-9]{12}$/);
});
