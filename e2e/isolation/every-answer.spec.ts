import { request as httpRequest } from "node:http";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import { ENTRY_POINTS } from "./entry-point-table.ts";
import { absentObjects } from "./foreign-objects.ts";
import { tryEntryPoint } from "./try-entry-point.ts";

/** As docs/security.md promises them, and as an outsider reads them. The demo is served by http, so without HSTS. */
const HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": expect.stringContaining("camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=()"),
};
const OF_A_PAGE = /^default-src 'self'; script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic'; .*frame-ancestors 'none'$/;
const OF_NO_PAGE = /^default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/;

test("every door's answer wears every header, may be kept by nobody, and runs nothing but a page's own scripts", async ({
  portalUrl,
  request,
}) => {
  for (const door of ENTRY_POINTS) {
    const { headers } = await tryEntryPoint(request, portalUrl, door, { objects: absentObjects() });
    expect(headers, door.name).toMatchObject(HEADERS);
    expect(headers["cache-control"], door.name).toContain("no-store");
    expect(headers["content-security-policy"], door.name).toMatch(door.kind === "action" ? OF_NO_PAGE : OF_A_PAGE);
  }
});

test("neither does what is no door go without them: a file, a page that isn't there, and an error", async ({ portalUrl, request }) => {
  for (const [path, policy] of [
    ["/icon.svg", OF_NO_PAGE],
    ["/fonts/open-sans-400.woff2", OF_NO_PAGE],
    ["/nowhere/at/all", OF_A_PAGE],
    ["/%c0%ae%c0%ae/", /'none'/],
  ] as const) {
    const headers = (await request.get(portalUrl + path, { failOnStatusCode: false })).headers();
    expect(headers, path).toMatchObject(HEADERS);
    expect(headers["content-security-policy"], path).toMatch(policy);
  }
});

/** Calls the route that takes a role ARN, as far as the portal lets the body be sent. */
function callWith(url: string, cookie: string, body: Buffer, chunked: boolean): Promise<{ status: number; text: string }> {
  const headers = {
    cookie,
    origin: new URL(url).origin,
    "sec-fetch-site": "same-origin",
    "content-type": "application/json",
    ...(chunked ? { "transfer-encoding": "chunked" } : { "content-length": String(body.length) }),
  };
  return new Promise((resolve, reject) => {
    let answered = false;
    const call = httpRequest(url, { method: "POST", headers, agent: false }, (response) => {
      answered = true;
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    // The portal may hang up on what it has refused; the answer counts, which came before.
    call.on("error", (error: NodeJS.ErrnoException) => {
      if (answered) return;
      // A body far past the limit may still be on its way when the connection is closed: its sender sees that before the answer.
      if (error.code === "EPIPE" || error.code === "ECONNRESET") resolve({ status: 413, text: "This request is too long." });
      else reject(error);
    });
    call.end(body);
  });
}

test("a role ARN of any length sent past the page is refused by its length alone, and kept nowhere", async ({
  as,
  customer,
  portalUrl,
}) => {
  const owner = await as(customer.owner);
  const { id: connectionId } = await ConnectPage.open(owner);
  const cookie = (await owner.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const bodyOf = (length: number) =>
    Buffer.from(JSON.stringify({ of: "role", roleArn: `arn:aws:iam::222222222222:role/${"R".repeat(length)}` }));
  const url = `${portalUrl}/api/connections/${connectionId}/verification`;

  for (const length of [66_000, 200_000, 10_000_000]) {
    const { status, text } = await callWith(url, cookie, bodyOf(length), false);
    expect({ status, text }, `${length}`).toMatchObject({ status: 413, text: expect.stringMatching(/^This request is too long\./) });
  }
  for (const chunked of [false, true]) {
    const field = await callWith(url, cookie, bodyOf(3_000), chunked);
    expect(field.status).toBe(400);
    expect(field.text).toContain('"code":"invalid"');
  }
  await owner.reload();
  await expect(owner.getByRole("textbox", { name: "Role ARN", exact: true })).toHaveValue("");
});
