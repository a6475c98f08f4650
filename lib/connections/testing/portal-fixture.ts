import { type Sandbox, startSandbox } from "@sallyport/aws-sandbox/testing";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type ConnectedRole, connectedRole } from "./connected-role.ts";
import { type Portal, startPortal } from "./portal.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "./portal-with-fake-clock.ts";

/** The address of the portal that the sandbox's identity provider and console link to. */
const PORTAL_URL = "http://localhost:3000";

interface SandboxAndPortal<P extends Portal> {
  readonly sandbox: Sandbox;
  readonly portal: P;
}

/**
 * Starts a sandbox, and a portal with a database of its own, for all tests of a file, and closes them after the last one. The
 * sandbox's faults end with each test.
 * @param ready gets both before the first test, to keep them and to arrange what all tests need
 * @param start starts the portal; by default one whose database has the real time
 */
export function portalForFile(ready: (made: SandboxAndPortal<Portal>) => void | Promise<void>): void;
export function portalForFile<P extends Portal>(
  ready: (made: SandboxAndPortal<P>) => void | Promise<void>,
  start: (sandbox: Sandbox) => Promise<P>,
): void;
export function portalForFile(
  ready: (made: SandboxAndPortal<Portal>) => void | Promise<void>,
  start: (sandbox: Sandbox) => Promise<Portal> = startPortal,
): void {
  let sandbox: Sandbox | undefined;
  let portal: Portal | undefined;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, portalUrl: PORTAL_URL });
    portal = await start(sandbox);
    await ready({ sandbox, portal });
  });
  beforeEach(() => sandbox?.state.faults.clear());
  afterAll(async () => {
    await portal?.close();
    await sandbox?.close();
  });
}

/**
 * Starts a sandbox for a file, and for each test a new portal whose clock only the test moves.
 * @param ready gets both before each test, to keep them and to arrange what each test needs
 */
export function portalForEachTest(ready: (made: SandboxAndPortal<PortalWithFakeClock>) => void | Promise<void>): void {
  let sandbox: Sandbox;
  let portal: PortalWithFakeClock | undefined;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, portalUrl: PORTAL_URL });
  });
  beforeEach(async () => {
    sandbox.state.faults.clear();
    portal = await startPortalWithFakeClock(sandbox);
    await ready({ sandbox, portal });
  });
  afterEach(() => portal?.close());
  afterAll(() => sandbox.close());
}

/** The same with a connected role for each test. */
export function roleForEachTest(
  ready: (made: SandboxAndPortal<PortalWithFakeClock> & { readonly role: ConnectedRole }) => void | Promise<void>,
): void {
  portalForEachTest(async ({ sandbox, portal }) => ready({ sandbox, portal, role: await connectedRole(portal, sandbox) }));
}
