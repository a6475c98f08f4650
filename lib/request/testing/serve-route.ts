import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { NodeNextRequest, NodeNextResponse } from "next/dist/server/base-http/node.js";
import { sendResponse } from "next/dist/server/send-response.js";
import { NextRequestAdapter, signalFromNodeResponse } from "next/dist/server/web/spec-extension/adapters/next-request.js";
import type { RouteVerb } from "#lib/request/guards/parse-input.ts";
import { SESSION_COOKIE } from "#lib/request/sign-in/sign-in-cookies.ts";

/** The Next.js request, which only a full server has; the mock of `next/headers` in tests reads it from here. */
export const requestAtHand = new AsyncLocalStorage<{ readonly headers: Headers; readonly token: string }>();

/** A server on a real socket that responds with one HTTP method of a route, through the code of Next.js for requests and responses. */
export interface RouteServer {
  readonly port: number;
  /** The responses that have not ended yet, oldest first. */
  readonly responses: readonly ServerResponse[];
  close(): Promise<void>;
}

/** `params` are those of the route's path; `create` makes the HTTP server. */
export async function serveRoute<Params>(
  verb: RouteVerb<Params>,
  params: Params,
  create: (handle: RequestListener) => Server = createServer,
): Promise<RouteServer> {
  const responses: ServerResponse[] = [];
  const server = create((request, response) => {
    responses.push(response);
    response.once("close", () => responses.splice(responses.indexOf(response), 1));
    const [nodeRequest, nodeResponse] = [new NodeNextRequest(request), new NodeNextResponse(response)];
    const asked = NextRequestAdapter.fromNodeNextRequest(nodeRequest, signalFromNodeResponse(response));
    const token = new RegExp(`${SESSION_COOKIE}=([^;]+)`).exec(request.headers.cookie ?? "")?.[1] ?? "";
    const answer = async () =>
      sendResponse(
        nodeRequest,
        nodeResponse,
        await requestAtHand.run({ headers: asked.headers, token }, () => verb(asked, { params: Promise.resolve(params) })),
      );
    // A body that the portal aborted is an error of its pipe, as in Next.js itself.
    answer().catch(() => response.destroy());
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    responses,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
