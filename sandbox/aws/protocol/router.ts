import type { IncomingMessage, ServerResponse } from "node:http";

export type Route = (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<void>;

export interface Mount {
  /** The start of the path without a trailing slash, such as `/console`. The empty prefix matches every path. */
  readonly prefix: string;
  readonly route: Route;
}

/** Combines routes: the first mount whose prefix is the path or a parent of it handles the request. */
export function routerOf(mounts: readonly Mount[]): Route {
  return async (req, res, url) => {
    const mount = mounts.find(({ prefix }) => prefix === "" || url.pathname === prefix || url.pathname.startsWith(`${prefix}/`));
    if (mount === undefined) {
      res.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
      return;
    }
    await mount.route(req, res, url);
  };
}
