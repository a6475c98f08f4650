import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP proxy for one browser context, which can cut all connections that go through it. */
export interface CuttableProxy {
  readonly url: string;
  /** Ends all connections, of the browser and to the portal, without an answer. */
  cut(): void;
  stop(): void;
}

/** Starts a proxy: a browser that is set offline keeps the responses that it is reading, but a network that fails does not. */
export async function startCuttableProxy(): Promise<CuttableProxy> {
  const server = createServer((req, res) => {
    const { host: _, "proxy-connection": __, ...headers } = req.headers;
    const url = new URL(req.url ?? "");
    const sent = request(url, { method: req.method ?? "GET", headers: { ...headers, host: url.host } }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    sent.on("error", () => res.destroy());
    res.on("close", () => sent.destroy());
    req.pipe(sent);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => server.closeAllConnections(),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
