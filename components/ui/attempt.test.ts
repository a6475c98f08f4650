import { expect, test } from "vitest";
import { ok } from "#kernel/result.ts";
import { attempt } from "./attempt.ts";

test("a call that throws becomes a failure with a message, not an unhandled error", async () => {
  const result = await attempt(() => Promise.reject(new TypeError("fetch failed")));
  expect(result).toMatchObject({ ok: false, code: "unavailable" });
});

test("a redirect thrown by Next.js is rethrown", async () => {
  const redirect = Object.assign(new Error("NEXT_REDIRECT"), { digest: "NEXT_REDIRECT;push;/sign-in;307;" });
  await expect(attempt(() => Promise.reject(redirect))).rejects.toBe(redirect);
});

test("a result is returned unchanged", async () => {
  expect(await attempt(async () => ok(7))).toEqual({ ok: true, value: 7 });
});

test("a caller that knows more than the general message says it", async () => {
  expect(await attempt(() => Promise.reject(new TypeError("fetch failed")), "Check the list.")).toMatchObject({
    message: "Check the list.",
  });
});
