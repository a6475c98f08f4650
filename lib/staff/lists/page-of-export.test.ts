import { expect, test } from "vitest";
import { fail } from "#kernel/result.ts";
import { pageOfExport } from "./page-of-export.ts";

const FAILURE = fail("limited", "Too many exports.");

test("an export that is refused leads back to the list with its filters, and says why", () => {
  const page = new URL(pageOfExport("customers", new URLSearchParams("status=draft&q=acme&format=csv"), FAILURE), "https://portal.example");
  expect(page.pathname).toBe("/admin/customers");
  expect([...page.searchParams.keys()]).toEqual(["status", "q", "refused"]);
});

test("an export of the items of an action leads back to the page of the action", () => {
  const page = new URL(
    pageOfExport("action-items", new URLSearchParams("action=a1&show=problems&format=csv"), FAILURE),
    "https://portal.example",
  );
  expect(page.pathname).toBe("/admin/actions/a1");
  expect([...page.searchParams.keys()]).toEqual(["show", "refused"]);
});
