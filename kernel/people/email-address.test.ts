import { expect, test } from "vitest";
import { EmailAddress } from "./email-address.ts";

test.each([
  "",
  " ",
  "owner",
  "@acme.example",
  "owner@",
  "a b@acme.example",
  "a@b@c",
  "a@acme.example,b@acme.example",
  "a@acme.example;b",
  "a\nbcc:b@c",
  "<a@b>",
  '"a"@b',
  `${"a".repeat(250)}@b.example`,
  5,
  undefined,
])("rejects %j with a sentence", (raw) => {
  const parsed = EmailAddress.safeParse(raw);
  expect(parsed.success).toBe(false);
  expect(parsed.error?.issues[0]?.message).toMatch(/^(Enter|This) .+\.$/);
});

test("trims the address and converts it to lowercase", () => {
  expect(EmailAddress.parse(" Owner@Acme.Example ")).toBe("owner@acme.example");
});
