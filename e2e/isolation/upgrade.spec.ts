import { connect, createServer, type Server } from "node:net";
import { expect, test } from "#e2e/support/portal-test.ts";

const UPGRADE = ["connection: Upgrade", "upgrade: websocket", "sec-websocket-version: 13", "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=="];

/** Sends a raw request to the portal. Returns what it answers until it closes the connection, or within a second. */
function sendLines(portalUrl: string, lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(portalUrl);
  return new Promise((resolve) => {
    let text = "";
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(`${lines.join("\r\n")}\r\n\r\n`));
    socket.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    for (const end of ["close", "error"]) socket.on(end, () => resolve(text));
    socket.setTimeout(1000, () => socket.destroy());
  });
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? `127.0.0.1:${address.port}` : "";
}

test("an upgrade request for another host is rejected, and the portal does not connect to that host", async ({ portalUrl }) => {
  let called = 0;
  const internalServer = createServer((socket) => {
    called += 1;
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\ncredentials");
  });
  const host = await listen(internalServer);
  for (const target of [`http://${host}/latest/meta-data`, `//${host}/latest/meta-data`, `http://${host}`, "/sign-in"]) {
    for (const named of [host, new URL(portalUrl).host]) {
      const response = await sendLines(portalUrl, [`GET ${target} HTTP/1.1`, `host: ${named}`, ...UPGRADE]);
      expect(response, target).not.toMatch(/^HTTP\/1\.1 101|credentials/);
    }
  }
  internalServer.close();
  expect(called).toBe(0);
});
