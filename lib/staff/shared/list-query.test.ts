import { expect, test } from "vitest";
import { filteredAddress, listAddress, readListQuery } from "./list-query.ts";
import { CONNECTION_LIST, CUSTOMER_LIST } from "./list-view.ts";

const paramsOf = (address: string) => Object.fromEntries(new URL(address, "https://portal.example").searchParams);

test("a query that was written into an address is read back as it was", () => {
  const query = {
    search: "a b&c=ä",
    filters: { status: ["quarantined", "draft"], region: ["eu-central-1"] },
    sort: "verified",
    descending: true,
    place: { after: "abc" },
  };
  expect(readListQuery(CONNECTION_LIST, paramsOf(listAddress(CONNECTION_LIST, query)))).toEqual({ ...query, ignored: [] });
});

test("a NUL character, which no text of Postgres has, is left out of a search", () => {
  expect(readListQuery(CUSTOMER_LIST, { q: "\0Ac\0me\0" }).search).toBe("Acme");
});

test("an address without parameters is the list's first page in its default order", () => {
  expect(readListQuery(CUSTOMER_LIST, {})).toEqual({ search: "", filters: {}, sort: "worst", descending: false, place: null, ignored: [] });
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
