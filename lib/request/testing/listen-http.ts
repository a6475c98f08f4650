import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttpServer, type HttpLimits } from "#lib/request/http-server/http-server.ts";

/** The servers of the current test. */
export const servers: Server[] = [];

/** Starts the portal's HTTP server with a handler of the test; returns its local port. */
export async function listenHttp(handle: RequestListener, limits?: HttpLimits): Promise<number> {
  const server = createHttpServer(handle, limits);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

export function closeServers(): void {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
}
