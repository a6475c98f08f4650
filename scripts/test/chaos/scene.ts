import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROGRAM } from "#stack/build/build-release.ts";
import type { Part } from "#stack/demo/processes.ts";
import { connectAccount } from "#stack/load/connect-account.ts";
import { type Fleet, startFleet, type Web } from "#stack/load/fleet.ts";
import { type Load, type RequestKind, startLoad } from "#stack/load/paced-load.ts";
import { actionIdsOf, PortalClient } from "#stack/load/portal-client.ts";
import { type Acts, inTurn, SavedActs } from "#stack/load/saved-acts.ts";
import { createWriter, type EventWriter, openTails, type WatchedTail } from "#stack/load/tail-watch.ts";
import { Sandbox } from "#stack/sandbox-client.ts";

const FOLDER = ".data/test/chaos";
const LOG_GROUP = "/app/chaos/watched";
/** The account that the sandbox's administrator, who writes the events, belongs to. */
const ACCOUNT = "222222222222";
/** The account of the second customer, whose owner only makes changes. */
const OTHER_ACCOUNT = "333333333333";
/** Milliseconds, because the processes start at the same time and the machine may be busy. */
const READY_MS = 180_000;
const REGION = "eu-central-1";

/** The running processes, a signed-in owner, and what they do all the time. */
export interface Scene {
  readonly fleet: Fleet;
  readonly webs: Web[];
  readonly workers: Part[];
  readonly client: PortalClient;
  readonly sandbox: Sandbox;
  readonly connectionId: string;
  readonly acts: Acts;
  /** The input of a read of logs. */
  readonly search: object;
  signIn(email: string): Promise<PortalClient>;
  /** Connects so many more accounts; returns the IDs of all connections. */
  connectMore(count: number): Promise<readonly string[]>;
  /** Starts the requests. */
  load(): Load;
  /** Opens live tails, half of them free and half AWS's, and waits until all follow. */
  openTails(count: number): Promise<readonly WatchedTail[]>;
  /** Begins to write one event to the watched log group every so many milliseconds. */
  write(everyMs: number): EventWriter;
  stop(): Promise<void>;
}

/** Starts two webs and two workers and connects an account. The load has `perSecond` requests a second. */
export async function openScene(perSecond: number): Promise<Scene> {
  rmSync(FOLDER, { recursive: true, force: true });
  const { fleet, web } = await startFleet(FOLDER);
  try {
    const second = await fleet.startWeb("web-2");
    const webs = [web, second];
    const workers = [fleet.startWorker("worker-1"), fleet.startWorker("worker-2")];
    fleet.balancer.setPorts(webs.map(({ port }) => port));
    await fleet.balancer.untilReady(
      webs.map(({ port }) => port),
      READY_MS,
    );
    const sandbox = new Sandbox(fleet.sandboxUrl);
    const signIn = (email: string) => PortalClient.signIn(fleet.url, email, actionIdsOf(join(dirname(PROGRAM), "web")));
    const client = await signIn("owner@acme.example");
    const connectionId = await connectAccount(client, sandbox, ACCOUNT);
    const other = await signIn("owner@globex.example");
    const acts = inTurn([new SavedActs(client, connectionId), new SavedActs(other, await connectAccount(other, sandbox, OTHER_ACCOUNT))]);
    const search = { region: REGION, logGroup: "/app/payments/api", from: Date.now() - 600_000, to: Date.now(), pattern: "", cursor: null };
    const connectMore = async (count: number) => {
      const ids = [connectionId];
      for (let n = 0; n < count; n++) ids.push(await connectAccount(client, sandbox, ACCOUNT));
      return ids;
    };
    const write = await createWriter(fleet.sandboxUrl, LOG_GROUP);
    return {
      fleet,
      webs,
      workers,
      client,
      sandbox,
      connectionId,
      acts,
      search,
      signIn,
      connectMore,
      load: () => startLoad(perSecond, kinds(client, connectionId, acts, search)),
      openTails: (count) => openTails(client, { connectionId, logGroup: LOG_GROUP }, count),
      write,
      stop: () => fleet.stop(),
    };
  } catch (error) {
    await fleet.stop();
    throw error;
  }
}

/** What people do: mostly pages, then log pages and reads, and changes. */
function kinds(client: PortalClient, connectionId: string, acts: Acts, search: object): readonly RequestKind[] {
  const logs = `/connections/${connectionId}/logs`;
  const read = async () => {
    const body = await client.post(`/api/connections/${connectionId}/search`, search);
    if (!body.includes('"kind":"end"')) throw new Error("a search was cut");
  };
  return [
    { name: "page", weight: 5, run: () => client.page("/connections") },
    { name: "log page", weight: 2, run: () => client.page(logs) },
    { name: "log read", weight: 1, run: read },
    { name: "change", weight: 2, run: () => acts.change() },
  ];
}
