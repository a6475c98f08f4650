import { expect, test } from "vitest";
import { CONNECTION_LIST, CUSTOMER_LIST } from "#lib/staff/shared/list-view.ts";
import { defaultColumns, filteredAddress, listAddress, notExported, readListQuery } from "./list-query.ts";

const paramsOf = (address: string) => Object.fromEntries(new URL(address, "https://portal.example").searchParams);

test("a query that was written into an address is read back as it was", () => {
  const query = {
    search: "a b&c=ä",
    filters: { status: ["quarantined", "draft"], region: ["eu-central-1"] },
    sort: "verified",
    descending: true,
    place: { after: "abc" },
    columns: ["status", "step"],
    view: "01890000-0000-7000-8000-000000000000",
  };
  const read = readListQuery(CONNECTION_LIST, paramsOf(listAddress(CONNECTION_LIST, query)));
  expect(read).toEqual({ ...query, notExported: null, ignored: [] });
});

test("a NUL character, which no text of Postgres has, is left out of a search", () => {
  expect(readListQuery(CUSTOMER_LIST, { q: "\0Ac\0me\0" }).search).toBe("Acme");
});

test("an address without parameters is the list's first page in its default order", () => {
  expect(readListQuery(CUSTOMER_LIST, {})).toEqual({
    search: "",
    filters: {},
    sort: "worst",
    descending: false,
    place: null,
    columns: null,
    view: null,
    notExported: null,
    ignored: [],
  });
  expect(filteredAddress(CUSTOMER_LIST, {})).toBe("/admin/customers");
  expect(filteredAddress(CUSTOMER_LIST, { status: ["none"] })).toBe("/admin/customers?status=none");
});

test("repeated parameters, unknown values and long texts do no harm", () => {
  const read = readListQuery(CONNECTION_LIST, {
    q: ["a", "b"],
    status: ["draft", "draft"],
    template: "0,1,x",
    customer: "'",
    __proto__: "x",
  });
  expect(read).toMatchObject({ search: "", filters: { template: ["1"] }, ignored: ["template=0", "template=x", "customer='"] });
  expect(readListQuery(CONNECTION_LIST, { q: "x".repeat(5000) }).search).toHaveLength(200);
});

test("columns that the list does not have are named and skipped; all of them, and none, can be chosen", () => {
  const columnsOf = (columns: string) => readListQuery(CUSTOMER_LIST, { columns }).columns;
  expect(readListQuery(CUSTOMER_LIST, { columns: "step,password,worst" })).toMatchObject({
    columns: ["worst", "step"],
    ignored: ["columns=password"],
  });
  expect([columnsOf("none"), columnsOf("password"), columnsOf(defaultColumns(CUSTOMER_LIST).join(","))]).toEqual([[], null, null]);
  // A column that is hidden until a person chooses it.
  expect(readListQuery(CONNECTION_LIST, { columns: (CONNECTION_LIST.columns ?? []).join(",") }).columns).toContain("region");
  expect(defaultColumns(CONNECTION_LIST)).not.toContain("region");
  expect(listAddress(CUSTOMER_LIST, readListQuery(CUSTOMER_LIST, { columns: "none" }))).toBe("/admin/customers?columns=none");
});

test("an address can't put words on the page: why an export was refused is one of a few sentences, and no other address has it", () => {
  const sentence = (refused: string) => readListQuery(CUSTOMER_LIST, { refused }).notExported;
  expect(sentence(notExported({ code: "limited", retryAfterSeconds: 12 }))).toMatch(/too many requests\. Try again in 12 seconds\.$/);
  expect(sentence(notExported({ code: "limited" }))).toMatch(/the limit of exports at the same time is reached/);
  expect(sentence("Call +1 555 0100")).toBeNull();
  expect(sentence("call-me")).toBe("The export was not started. Try again in a moment.");
  expect(listAddress(CUSTOMER_LIST, readListQuery(CUSTOMER_LIST, { refused: "limited" }))).toBe("/admin/customers");
});
