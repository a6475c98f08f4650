import { expect, test } from "vitest";
import { z } from "zod";
import { routeInput } from "./parse-input.ts";

const schema = z.object({ name: z.string() });
const posted = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://localhost/x", { method: "POST", body, headers: { "content-type": "application/json", ...headers } });

test.each([
  ["what is no JSON", '{"name":'],
  ["an array", "[]"],
  ["null", "null"],
  ["a key that nobody asked for", '{"name":"x","customerId":"b"}'],
])("a body that is %s is invalid, and no error", async (_name, body) => {
  expect(await routeInput(schema, posted(body))).toMatchObject({ ok: false, code: "invalid" });
});

test("a file, a repeated field and a body of another type are refused", async () => {
  const [file, twice] = [new FormData(), new FormData()];
  file.set("name", new File(["arn"], "arn.txt"));
  for (const name of ["a", "b"]) twice.append("name", name);
  for (const form of [file, twice]) {
    const request = new Request("http://localhost/x", { method: "POST", body: form, headers: { "content-length": "400" } });
    expect(await routeInput(schema, request)).toMatchObject({ ok: false, code: "invalid" });
  }
  expect(await routeInput(schema, posted("name=x", { "content-type": "text/plain" }))).toMatchObject({ ok: false, code: "invalid" });
});

test("a valid body and a valid query are returned parsed", async () => {
  const known = { ok: true, value: { name: "x" } };
  expect(await routeInput(schema, posted('{"name":"x"}', { "content-length": "12" }))).toEqual(known);
  expect(await routeInput(schema, new Request("http://localhost/x?name=x"))).toEqual(known);
});
