import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { CustomerId, UserId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { readUnsubscribeToken, unsubscribePath, unsubscribeToken } from "./unsubscribe-link.ts";

const [NEW, OLD] = [new Secret("a new secret of more than thirty-two characters"), new Secret("an old secret of more than 32 characters")];
const CHOICE = { customerId: CustomerId.parse(randomUUID()), userId: UserId.parse(randomUUID()), kind: "rotation" } as const;
const token = unsubscribeToken(NEW, CHOICE);
const parts = token.split("~");
const withPart = (n: number, value: string) => parts.with(n, value).join("~");

test.each([
  ["for another customer", withPart(0, randomUUID())],
  ["for another person", withPart(1, randomUUID())],
  ["for another kind", withPart(2, "access-denied")],
  ["for a security notice", withPart(2, "quarantine")],
  ["without a signature", withPart(3, "")],
  ["with a signature of another length", withPart(3, `${parts[3]}A`)],
  ["with another signature", withPart(3, unsubscribeToken(OLD, CHOICE).split("~")[3] ?? "")],
  ["with something appended", `${token}~x`],
  ["that is empty", ""],
  ["that is very long", "~".repeat(100_000)],
])("a link %s is not valid", (_how, changed) => {
  expect(readUnsubscribeToken([NEW], changed)).toBeNull();
});

test("a link works while its AUTH_SECRET is one of the portal's, and not after that", () => {
  const earlier = unsubscribeToken(OLD, CHOICE);
  expect(readUnsubscribeToken([NEW, OLD], earlier)).toEqual(CHOICE);
  expect(readUnsubscribeToken([NEW], earlier)).toBeNull();
  expect(readUnsubscribeToken([], earlier)).toBeNull();
});

test("a token needs no encoding in a URL", () => {
  expect(unsubscribePath(token)).toBe(`/unsubscribe/${token}`);
});
