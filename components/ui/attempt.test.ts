import { UnrecognizedActionError } from "next/dist/client/components/unrecognized-action-error";
import { expect, test } from "vitest";
import { isNewVersionKnown } from "#components/new-version/known-version.ts";
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

test("an action that the portal does not know, because it was upgraded, says that nothing was changed, and the page offers to reload", async () => {
  expect(isNewVersionKnown()).toBe(false);
  const result = await attempt(() => Promise.reject(new UnrecognizedActionError("not found")), "Check the list.");
  expect(result).toMatchObject({
    ok: false,
    message: expect.stringMatching(/^A new version of the portal is available, so nothing was changed\./),
  });
  expect(isNewVersionKnown()).toBe(true);
});
