import { createServer, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "#db/testing/free-port.ts";
import { HttpVisitor } from "./http-visitor.ts";
import { formsOf } from "./page-form.ts";

const requests: { readonly path: string; readonly cookie: string | undefined; readonly body: string }[] = [];
let url: string;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

const server = createServer(async (request, response) => {
  const path = request.url ?? "";
  requests.push({ path, cookie: request.headers.cookie, body: await bodyOf(request) });
  if (path === "/in") response.setHeader("set-cookie", ["__Host-session=a=b; Path=/; Secure; HttpOnly", "step=1; Path=/elsewhere"]);
  if (path === "/out") response.setHeader("set-cookie", "__Host-session=; Path=/; Secure; Max-Age=0");
  if (path === "/in" || path === "/loop") response.writeHead(303, { location: path === "/in" ? "/page" : "/loop" });
  if (path === "/missing") response.writeHead(404);
  response.end("<p>page</p>");
});

beforeAll(async () => {
  const port = await freePort();
  url = `http://localhost:${port}`;
  await new Promise<void>((resolve) => server.listen(port, resolve));
});
afterAll(() => void server.close());

test("a visitor posts a form, follows the redirect with the cookies of its path, and drops expired cookies", async () => {
  const visitor = new HttpVisitor();
  expect(await visitor.open(`${url}/in`, { email: "a b@x.example" })).toEqual({ url: `${url}/page`, body: "<p>page</p>" });
  expect(visitor.cookiesOf(url)).toEqual(new Map([["__Host-session", "a=b"]]));
  await visitor.open(`${url}/out`);
  await visitor.open(`${url}/page`);
  expect(requests.map(({ path, cookie, body }) => [path, cookie || "", body])).toEqual([
    ["/in", "", "email=a+b%40x.example"],
    ["/page", "__Host-session=a=b", ""],
    ["/out", "__Host-session=a=b", ""],
    ["/page", "", ""],
  ]);
});

test("redirects without end and errors are failures", async () => {
  await expect(new HttpVisitor().open(`${url}/loop`)).rejects.toThrow("too many redirects");
  await expect(new HttpVisitor().open(`${url}/missing`)).rejects.toThrow("/missing answered 404");
});

test("forms are read as HTML: entities are decoded, and a form in a script is none", () => {
  const page = `<script>"<form action='/no'></form>"</script>
    <form method="post" action="/a?x=1&amp;y=2"><input type="hidden" name="t" value="&lt;1&gt;"><input name="email">
    <button name="who" value="a@x.example">A</button></form>`;
  expect(formsOf(page)).toEqual([
    { action: "/a?x=1&y=2", inputs: ["t", "email"], hidden: { t: "<1>" }, buttons: [{ name: "who", value: "a@x.example" }] },
  ]);
});
