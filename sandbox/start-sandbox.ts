import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createWorld, type World } from "./state/world.ts";
import { awsRoute } from "./wire/aws-route.ts";
import { routerOf } from "./wire/router.ts";

export interface SandboxOptions {
  /** 0 = any free port. */
  readonly port: number;
  readonly smtpPort?: number;
  /** Where the portal answers: the redirect URIs of the OIDC clients begin with it. */
  readonly portalUrl: string;
  /** Roles, stacks, objects and ingested logs are kept here; absent = in memory only. */
  readonly dataFile?: string;
  /** Where the seeded log groups live; also decides the partition. */
  readonly region?: string;
  readonly log?: (line: string) => void;
}

export interface Sandbox {
  readonly url: string;
  readonly smtpUrl: string;
  readonly world: World;
  close(): Promise<void>;
}

/** Starts everything the portal finds outside itself, on loopback, in this process. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const world = createWorld(options.region === undefined ? {} : { region: options.region });
  const route = routerOf([{ prefix: "", route: awsRoute(world) }]);
  const server = createServer((req, res) => {
    route(req, res, new URL(req.url ?? "/", "http://sandbox")).catch((error: unknown) => {
      console.error("sandbox:", error);
      if (res.headersSent) res.destroy();
      else res.writeHead(500).end();
    });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    smtpUrl: "",
    world,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
