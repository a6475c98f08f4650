import { expect, test } from "vitest";
import { ExternalId } from "./external-id.ts";

const OURS = "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5";

test.each([
  ["", "nothing"],
  [OURS.slice(0, -1), "one character too few"],
  [`${OURS}a`, "one character too many"],
  [`${OURS}\n`, "a line break after it"],
  [` ${OURS.slice(1)}`, "a space before it"],
  [OURS.toUpperCase(), "uppercase"],
  [OURS.replace("sp-", "xx-"), "another prefix"],
  [OURS.replace("-4b8e", "-1b8e"), "a UUID of another version"],
  [OURS.replace("-9c07", "-7c07"), "a UUID of another variant"],
  [OURS.replaceAll("-", "_"), "other dashes"],
  [OURS.replace("7f3c", "7g3c"), "a character that is not a hexadecimal digit"],
])("%j is not an External ID of the portal: %s", (value) => {
  expect(ExternalId.safeParse(value).success).toBe(false);
});

test.each(["8", "9", "a", "b"])("an External ID is sp- and a version 4 UUID, with variant %s", (variant) => {
  const value = OURS.replace("-9c07", `-${variant}c07`);
  expect(ExternalId.parse(value)).toBe(value);
});
