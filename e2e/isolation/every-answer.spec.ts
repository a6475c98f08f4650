import { request as httpRequest } from "node:http";
import { expect, test } from "#e2e/support/portal-test.ts";
import { ConnectPage } from "#stack/browser/connect-page.ts";
import { ENTRY_POINTS } from "./entry-point-table.ts";
import { absentObjects } from "./foreign-objects.ts";
import { tryEntryPoint } from "./try-entry-point.ts";

/** The headers that docs/security.md promises. The demo uses HTTP, so there is no HSTS header. */
const HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": expect.stringContaining("camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=()"),
};
const PAGE_POLICY = /^default-src 'self'; script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic'; .*frame-ancestors 'none'$/;
const OTHER_POLICY = /^default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/;

test("the response of every entry point has every security header, is not cached, and allows only the scripts of the page", async ({
  portalUrl,
  request,
}) => {
  for (const entryPoint of ENTRY_POINTS) {
    const { headers } = await tryEntryPoint(request, portalUrl, entryPoint, { objects: absentObjects() });
    expect(headers, entryPoint.name).toMatchObject(HEADERS);
    expect(headers["cache-control"], entryPoint.name).toContain("no-store");
    // A stream or a file that Next.js compresses arrives late, and costs the memory of a compressor.
    if (entryPoint.name.includes(" /api/")) expect(headers["cache-control"], entryPoint.name).toContain("no-transform");
    expect(headers["content-security-policy"], entryPoint.name).toMatch(entryPoint.kind === "action" ? OTHER_POLICY : PAGE_POLICY);
  }
});

test("static files, missing pages and errors have the security headers too", async ({ portalUrl, request }) => {
  for (const [path, policy] of [
    ["/icon.svg", OTHER_POLICY],
    ["/fonts/open-sans-400.woff2", OTHER_POLICY],
    ["/nowhere/at/all", PAGE_POLICY],
    ["/%c0%ae%c0%ae/", /'none'/],
  ] as const) {
    const headers = (await request.get(portalUrl + path, { failOnStatusCode: false })).headers();
    expect(headers, path).toMatchObject(HEADERS);
    expect(headers["content-security-policy"], path).toMatch(policy);
  }
});

/** Calls the route that takes a role ARN. The portal may close the connection before it has read the whole body. */
function callWith(url: string, cookie: string, body: Buffer, chunked: boolean): Promise<{ status: number; text: string }> {
  const headers = {
    cookie,
    origin: new URL(url).origin,
    "sec-fetch-site": "same-origin",
    "content-type": "application/json",
    ...(chunked ? { "transfer-encoding": "chunked" } : { "content-length": String(body.length) }),
  };
  return new Promise((resolve, reject) => {
    let responded = false;
    const call = httpRequest(url, { method: "POST", headers, agent: false }, (response) => {
      responded = true;
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    // The portal may close the connection after it has rejected the request. Only the response before that counts.
    call.on("error", (error: NodeJS.ErrnoException) => {
      if (responded) return;
      // If the portal closes the connection while a long body is still being sent, the sender sees that before the response.
      if (error.code === "EPIPE" || error.code === "ECONNRESET") resolve({ status: 413, text: "This request is too long." });
      else reject(error);
    });
    call.end(body);
  });
}

test("a request with a very long role ARN is rejected because of its length, and the ARN is not stored", async ({
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
