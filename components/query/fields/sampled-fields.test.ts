import { expect, test } from "vitest";
import { chartFieldQuery, topValuesQuery } from "#components/query/language/field-queries.ts";
import { sampledFields } from "./sampled-fields.ts";

test("events of an unknown format have no fields of their own", () => {
  expect(sampledFields(["plain text", "[1, 2]", "", "{broken"])).toEqual([]);
});

test("fields are found with the share of events that have them, nested ones with dots, those of most events first", () => {
  const messages = [
    '{"level":"info","ms":5,"user":{"id":"a","tags":["x"]},"@type":"REPORT"}',
    '{"level":"warn","ms":7}',
    "text",
    '{"ms":"slow"}',
  ];
  expect(sampledFields(messages)).toEqual([
    { name: "ms", type: "text", share: 0.75 },
    { name: "level", type: "text", share: 0.5 },
    { name: "@@type", type: "text", share: 0.25 },
    { name: "user.id", type: "text", share: 0.25 },
    { name: "user.tags", type: "text", share: 0.25 },
  ]);
});

test("an event with deep or very many fields stays bounded", () => {
  const deep = JSON.stringify({ a: { b: { c: { d: { e: { f: 1 } } } } }, z: 1 });
  expect(sampledFields([deep]).map(({ name }) => name)).toEqual(["z"]);
  const many = JSON.stringify(Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`f${n}`, n])));
  expect(sampledFields([many]).length).toBe(200);
});

test("a number is charted by its values, a code and a text by how often they occur", () => {
  expect(chartFieldQuery({ name: "ms", type: "number" })).toContain("avg(ms) as average, pct(ms, 99) as p99 by bin(5m)");
  expect(chartFieldQuery({ name: "response.status", type: "number" })).toContain("count(*) as events by bin(5m), response.status");
  expect(topValuesQuery({ name: "user-agent", type: "text" })).toBe(
    "filter ispresent(`user-agent`)\n| stats count(*) as events by `user-agent`\n| sort events desc\n| limit 20",
  );
});
