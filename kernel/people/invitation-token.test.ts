import { expect, test } from "vitest";
import { Secret } from "#kernel/process/secret.ts";
import { invitationHashOf, invitationToken } from "./invitation-token.ts";

const secret = new Secret("a secret of at least thirty-two characters");
const id = "0192f0c4-0000-7000-8000-000000000001";

test("another ID or another secret gives another token", () => {
  const token = invitationToken(secret, id).reveal();
  expect(invitationToken(secret, id.replace(/1$/, "2")).reveal()).not.toBe(token);
  expect(invitationToken(new Secret("b".repeat(32)), id).reveal()).not.toBe(token);
});

test("the same ID gives the same token, which can be part of a URL", () => {
  const token = invitationToken(secret, id).reveal();
  expect(invitationToken(secret, id.toUpperCase()).reveal()).toBe(token);
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(invitationHashOf(token)).toMatch(/^[0-9a-f]{64}$/);
});
