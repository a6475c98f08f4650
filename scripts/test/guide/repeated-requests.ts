import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { freePort } from "#db/testing/free-port.ts";

const PATIENCE_MS = 10_000;

/**
 * Runs HAProxy with a configuration and two servers. The server to which a request comes first ends the connection without an answer. HAProxy must send
 * a GET to the other server, but not a POST, because the first server may have made the change.
 * @param haproxy its path
 * @param configuration the file that docs/deploy.md has written
 * @param folder where the changed configuration is written
 * @returns the problem in one sentence; undefined if there is none
 */
export async function checkRepeatedRequests(haproxy: string, configuration: string, folder: string): Promise<string | undefined> {
  const received: string[] = [];
  const servers = await Promise.all([1, 2].map(() => startServer(received)));
  const port = await freePort();
  const lines = servers.map((server, n) => `  server web${n} 127.0.0.1:${(server.address() as AddressInfo).port}`);
  const text = readFileSync(configuration, "utf8")
    .replace(/bind :\d+ ssl crt \S+ alpn \S+/, `bind 127.0.0.1:${port}`)
    .replace(/(^ {2}server \S+ \S+\n)+/m, `${lines.join("\n")}\n`);
  const file = join(folder, "repeated.cfg");
  writeFileSync(file, text);
  const proxy = spawn(haproxy, ["-db", "-f", file], { stdio: "ignore" });
  try {
    const url = `http://127.0.0.1:${port}`;
    const deadline = performance.now() + PATIENCE_MS;
    while ((await statusOf(`${url}/api/health/ready`, "GET")) !== 200) if (performance.now() > deadline) return "HAProxy does not answer";
    for (const path of ["/page-1", "/page-2", "/page-3"]) {
      const status = await statusOf(`${url}${path}`, "GET");
      const times = received.filter((each) => each === `GET ${path}`).length;
      if (status !== 200 || times !== 2) return `GET ${path} was answered with ${status}, and servers received it ${times} times`;
    }
    for (const path of ["/change-1", "/change-2", "/change-3"]) {
      const status = await statusOf(`${url}${path}`, "POST");
      const times = received.filter((each) => each === `POST ${path}`).length;
      if (status === 200 || times !== 1) return `POST ${path} was answered with ${status}, and servers received it ${times} times`;
    }
    return undefined;
  } finally {
    proxy.kill("SIGKILL");
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}

/** The status of the answer; 0 if there was none. HAProxy gives none if a server ends a connection that was used before. */
async function statusOf(url: string, method: string): Promise<number> {
  return fetch(url, { method, headers: { connection: "close" } }).then(
    ({ status }) => status,
    () => 0,
  );
}

/** A server that answers a request only if one of the servers, which share `received`, has received the same before. */
async function startServer(received: string[]): Promise<Server> {
  const server = createServer((request, response) => {
    const name = `${request.method} ${request.url}`;
    const isFirst = !received.includes(name);
    received.push(name);
    if (isFirst && !request.url?.startsWith("/api/health")) request.resume().once("end", () => request.socket.destroy());
    else response.end("answered\n");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
}
