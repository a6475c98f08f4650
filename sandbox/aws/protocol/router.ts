import type { IncomingMessage, ServerResponse } from "node:http";

export type Route = (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<void>;

export interface Mount {
  /** The first path segments, without the closing slash: `/console`. The empty prefix takes everything that is left. */
  readonly prefix: string;
  readonly route: Route;
}

/** One route made of many: the first mount whose prefix is the path itself or a parent of it answers. */
export function routerOf(mounts: readonly Mount[]): Route {
  return async (req, res, url) => {
    const mount = mounts.find(({ prefix }) => prefix === "" || url.pathname === prefix || url.pathname.startsWith(`${prefix}/`));
    if (mount === undefined) {
      res.writeHead(404, { "content-type": "text/plain" }).end("nothing here\n");
      return;
    }
    await mount.route(req, res, url);
  };
}
