import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Part } from "#stack/demo/processes.ts";
import { addPeople } from "#stack/demo/seed-people.ts";
import { connectAccount } from "#stack/load/connect-account.ts";
import { type Fleet, startFleet, type Web } from "#stack/load/fleet.ts";
import { type Load, startLoad } from "#stack/load/paced-load.ts";
import { type ActionName, actionIdsOf, PortalClient } from "#stack/load/portal-client.ts";
import { type Acts, inTurn, SavedActs } from "#stack/load/saved-acts.ts";
import { createWriter, type EventWriter, openTails, type WatchedTail } from "#stack/load/tail-watch.ts";
import { Sandbox } from "#stack/sandbox-client.ts";
import { ACCOUNT, mainJob, OPERATOR, OWNER, openRows, type Rows, readLogs, until, verifyAll } from "#stack/testing/portal-work.ts";
import type { Release } from "#stack/testing/releases.ts";

const STAFF = { file: "app/(staff)/admin/actions.ts", path: "/admin/connections" };
const LOG_GROUP = "/app/upgrade/watched";
/** More customers, whose owners only make changes: each customer may make 300 in ten minutes. */
const OTHERS = 5;
const OTHER_ACCOUNT = "333333333333";
/** Whose pages a person uses. */
type Which = "previous" | "next";

/** Two releases on one database, and people who use whatever release answers. */
export interface Scene {
  readonly fleet: Fleet;
  /** The first web process, of the previous release. */
  readonly web: Web;
  readonly acts: Acts;
  /** How often a person had to reload the page, because it was of the other release than the process that got the action. */
  readonly reloads: () => number;
  /** Sends pages, reads and changes at a constant rate. */
  load(perSecond: number): Load;
  /** Opens live tails as pages of the next release have them, and waits until all follow. */
  openTails(count: number): Promise<readonly WatchedTail[]>;
  /** Begins to write one event to the log group that they follow every so many milliseconds. */
  write(everyMs: number): EventWriter;
  /** The main job, with the pages of a release. */
  walk(release: Which): Promise<string>;
  /** Makes every connection due, and waits until each was verified as secure. */
  verifyAll(): Promise<string>;
  /** Lets staff request a verification; returns the ID of the job. */
  requestRun(release: Which): Promise<string>;
  /** Lets staff invite a person, and waits until the email was sent. */
  invite(release: Which): Promise<string>;
  readonly rows: Rows;
  stop(): Promise<void>;
}

/** Starts one web process of the previous release on a database of the previous release, and connects an account. */
export async function openScene(folder: string, previous: Release, next: Release): Promise<Scene> {
  const { fleet, web } = await startFleet(folder, previous.program);
  const { rows, end } = openRows(fleet.superuserUrl);
  const stop = async () => {
    await end();
    await fleet.stop();
  };
  try {
    const sandbox = new Sandbox(fleet.sandboxUrl);
    const clients = async (email: string) => ({
      previous: await PortalClient.signIn(fleet.url, email, actionIdsOf(previous.web)),
      next: await PortalClient.signIn(fleet.url, email, actionIdsOf(next.web)),
    });
    const [owner, operator] = [await clients(OWNER), await clients(OPERATOR)];
    const connectionId = await connectAccount(owner.previous, sandbox, ACCOUNT);
    const person = new EitherRelease(owner);
    const people = [person];
    const changes = [new SavedActs(person, connectionId)];
    for (let n = 1; n <= OTHERS; n++) {
      const email = `owner-${n}@busy.example`;
      await addPeople(fleet.url, fleet.commandEnvironment, ["customers", "add", `Busy ${n}`, email], previous.program);
      const other = await clients(email);
      const busy = new EitherRelease(other);
      people.push(busy);
      changes.push(new SavedActs(busy, await connectAccount(other.previous, sandbox, OTHER_ACCOUNT)));
    }
    const acts = inTurn(changes);
    const text = "select customer_id as customer from connections where id = $1";
    const [{ customer = "" } = {}] = await rows<{ customer: string }>(text, [connectionId]);
    const write = await createWriter(fleet.sandboxUrl, LOG_GROUP);
    let invited = 0;
    return {
      fleet,
      web,
      acts,
      reloads: () => people.reduce((sum, { reloads }) => sum + reloads, 0),
      rows,
      load: (perSecond) => startLoad(perSecond, kinds(owner.previous, connectionId, acts)),
      openTails: (count) => openTails(owner.next, { connectionId, logGroup: LOG_GROUP }, count),
      write,
      walk: async (release) => `connected and read logs, ${(await mainJob(owner[release], sandbox)).slice(-4)}`,
      verifyAll: () => verifyAll(rows),
      async requestRun(release) {
        await operator[release].act({ file: STAFF.file, name: "requestRun" }, STAFF.path, { customerId: customer, connectionId });
        const newest = "select id from pgboss.job where name like 'verify%' and singleton_key = $1 order by created_on desc limit 1";
        return (await rows<{ id: string }>(newest, [connectionId]))[0]?.id ?? "";
      },
      async invite(release) {
        invited += 1;
        const email = `invited-${invited}@acme.example`;
        await operator[release].act({ file: STAFF.file, name: "inviteOwner" }, STAFF.path, { customerId: customer, email });
        await until(async () => (await sandbox.mails(email)).length > 0, "the invitation was not sent");
        return "an invitation";
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** How often a person without sticky sessions loads the page again at most until it is of the process that gets the action. */
const MOST_RELOADS = 20;

/**
 * A person without sticky sessions: a process that does not know the action of a page answers 409 before anything is done (Next.js's answer to an
 * unrecognized action). The page is then loaded again, from whatever release.
 */
class EitherRelease {
  reloads = 0;
  readonly #clients: readonly [PortalClient, PortalClient];

  constructor({ previous, next }: Readonly<Record<Which, PortalClient>>) {
    this.#clients = [previous, next];
  }

  async act(action: ActionName, path: string, input: unknown): Promise<string> {
    for (let reloads = 0; ; reloads++) {
      try {
        return await this.#clients[reloads % 2 === 0 ? 0 : 1].act(action, path, input);
      } catch (error) {
        if (reloads === MOST_RELOADS || !(error instanceof Error) || !error.message.endsWith(" answered 409")) throw error;
        this.reloads += 1;
      }
    }
  }
}

function kinds(client: PortalClient, connectionId: string, acts: Acts) {
  return [
    { name: "page", weight: 5, run: () => client.page("/connections") },
    { name: "log page", weight: 2, run: () => client.page(`/connections/${connectionId}/logs`) },
    { name: "log read", weight: 1, run: () => readLogs(client, connectionId) },
    { name: "change", weight: 2, run: () => acts.change() },
  ];
}

/** Whether a process has logged this event. */
export function hasLogged(fleet: Fleet, { name }: Part, event: string): boolean {
  const file = join(fleet.logFolder, `${name}.log`);
  return existsSync(file) && readFileSync(file, "utf8").includes(`"event":"${event}"`);
}
