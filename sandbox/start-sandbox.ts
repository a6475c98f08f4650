import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { consoleRoutes } from "./aws/console/console-routes.ts";
import { controlRoute } from "./aws/faults/control-route.ts";
import { AwsError } from "./aws/protocol/aws-error.ts";
import { awsRoute } from "./aws/protocol/aws-route.ts";
import { type Route, routerOf } from "./aws/protocol/router.ts";
import { s3Route } from "./aws/s3/s3-route.ts";
import { keepState } from "./aws/state/keep-state.ts";
import { createState, type SandboxState } from "./aws/state/state.ts";
import { identityProviderRoutes } from "./identity-provider/identity-provider-routes.ts";
import { startMailbox } from "./mailbox/mailbox.ts";
import { mailboxRoutes } from "./mailbox/mailbox-routes.ts";

export interface SandboxOptions {
  /** The HTTP port; 0 uses any free port. */
  readonly port: number;
  /** The SMTP port of the mailbox; any free port when absent. */
  readonly smtpPort?: number;
  /** The URL of the application that signs people in, for the redirect URIs of the OpenID Connect clients; `http://localhost:3000` when absent. */
  readonly portalUrl?: string;
  /** A file that stores roles, stacks, objects and ingested logs; in memory only when absent. */
  readonly dataFile?: string;
  /** The region of the seeded log groups, which determines the partition; `eu-central-1` when absent. */
  readonly region?: string;
  /** Called with one line for each failure of the sandbox itself. */
  readonly log?: (line: string) => void;
}

export interface Sandbox {
  readonly url: string;
  readonly smtpUrl: string;
  readonly state: SandboxState;
  /** Saves pending changes and stops the sandbox. */
  close(): Promise<void>;
}

/** Starts AWS, the identity provider and the mailbox on the loopback interface, in this process. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { log = (line: string) => console.error(line), portalUrl = "http://localhost:3000" } = options;
  const state = createState(options.region === undefined ? {} : { region: options.region });
  const stopSaving = options.dataFile === undefined ? () => {} : keepState(state, options.dataFile, log);
  const starting = Promise.withResolvers<Route>();
  const server = createServer(async (req, res) => {
    try {
      const route = await starting.promise;
      await route(req, res, new URL(req.url ?? "/", "http://sandbox"));
    } catch (error) {
      if (req.destroyed && !res.headersSent) return;
      if (error instanceof AwsError && !res.headersSent) {
        res.writeHead(error.status, { connection: "close" }).end(`${error.code}\n`);
        return;
      }
      log(`sandbox: ${req.method} ${req.url}: ${error instanceof Error ? error.stack : String(error)}`);
      if (res.headersSent) res.destroy();
      else res.writeHead(500).end();
    }
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const mailbox = await startMailbox({ smtpPort: options.smtpPort ?? 0 });
  const aws = awsRoute(state);
  const s3 = s3Route(state);
  starting.resolve(
    routerOf([
      { prefix: "/console", route: consoleRoutes(state) },
      { prefix: "/idp", route: await identityProviderRoutes({ issuer: `${url}/idp`, portalUrl }) },
      { prefix: "/mail", route: mailboxRoutes(mailbox) },
      { prefix: "/sandbox", route: controlRoute(state) },
      { prefix: "", route: (req, res, at) => (at.pathname === "/" ? aws : s3)(req, res, at) },
    ]),
  );
  return {
    url,
    smtpUrl: mailbox.smtpUrl,
    state,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mailbox.close();
      stopSaving();
    },
  };
}
