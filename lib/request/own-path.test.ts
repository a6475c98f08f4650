import { expect, test } from "vitest";
import { ownPath } from "./own-path.ts";

const APP = "https://portal.example";

test.each([
  "https://evil.example/connections",
  "//evil.example",
  "/\\evil.example",
  "https://portal.example@evil.example/",
  "https://user@portal.example/connections",
  "https://portal.example.evil.example/",
  "http://portal.example/connections",
  "javascript:alert(1)",
  "https://portal.example//evil.example",
  "/api/auth/callback/email?token=theirs&email=maker%40company.example",
  "/connections/../api/auth/callback/email?token=theirs",
  ["/connections"],
  undefined,
  `/${"a".repeat(3000)}`,
])("nobody is sent to another place: %s", (given) => {
  expect(ownPath(given, APP)).toBe("/");
});

test.each([
  ["/connections/1/logs?q=x", "/connections/1/logs?q=x"],
  ["https://portal.example/admin", "/admin"],
])("a place on this portal is kept: %s", (given, path) => {
  expect(ownPath(given, APP)).toBe(path);
});
