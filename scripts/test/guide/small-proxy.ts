import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";

/**
 * Replaces HAProxy for docs/deploy.md where it can't be installed. Reads the address, the certificate, the headers and the servers of the same
 * configuration, and passes each request on to the next server.
 */
const text = readFileSync(process.argv[2] ?? "", "utf8");
const [, port = "", certificate = ""] = /^\s*bind :(\d+) ssl crt (\S+)/m.exec(text) ?? [];
const headers = Object.fromEntries(
  [...text.matchAll(/set-header (\S+) (\S+)/g)].map(([, name = "", value = ""]) => [name.toLowerCase(), value]),
);
const servers = [...text.matchAll(/^\s*server \S+ ([\d.]+):(\d+)/gm)].map(([, host = "", serverPort = ""]) => ({
  host,
  port: Number(serverPort),
}));
const pem = readFileSync(certificate);
let turn = 0;

createServer({ key: pem, cert: pem }, (incoming, outgoing) => {
  const to = servers[turn++ % servers.length];
  const forwarded = [incoming.headers["x-forwarded-for"], incoming.socket.remoteAddress].filter(Boolean).join(", ");
  const options = {
    ...to,
    method: incoming.method,
    path: incoming.url,
    headers: { ...incoming.headers, ...headers, "x-forwarded-for": forwarded },
  };
  const passed = request(options, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on("error", () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(503).end()));
  outgoing.on("close", () => passed.destroy());
  incoming.pipe(passed);
}).listen(Number(port));
