import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import { checkDueConnection } from "#lib/connections/schedule/check-due-connection.ts";
import { type CheckedConnection, exchangeDueConnections } from "#lib/connections/schedule/due-connections.ts";
import { type Portal, startPortal } from "./portal.ts";

/** A portal whose database stands still in time until a test lets time pass: what is due there, a test decides to the second. */
export interface PortalWithFakeClock extends Portal {
  /** Lets so much time pass, as Postgres writes it: `8 days`. */
  pass(span: string): Promise<void>;
  /** Lets time pass until this connection is due, if it is not. @throws when it never is */
  untilDue(connectionId: string): Promise<void>;
  /** The same, and does what the worker does then. */
  workerTurn(connectionId: string): Promise<void>;
  /** How many seconds from now on this connection is due; null when it never is. */
  dueIn(connectionId: string): Promise<number | null>;
}

/** `more`: what this portal is configured with besides. */
export async function startPortalWithFakeClock(
  sandbox: { readonly url: string; readonly smtpUrl: string },
  more: Readonly<Record<string, string>> = {},
): Promise<PortalWithFakeClock> {
  const database = await createFakeTimeDatabase();
  const { time } = database;
  const portal = await startPortal(sandbox, more, Promise.resolve(database));
  const dueIn = async (connectionId: string) => {
    const { next_check_at: at } = await portal.row(connectionId);
    return at instanceof Date ? (at.getTime() - (await time.now()).getTime()) / 1000 : null;
  };
  const untilDue = async (connectionId: string) => {
    const { next_check_at: at } = await portal.row(connectionId);
    if (!(at instanceof Date)) throw new Error("This connection is never due.");
    await time.passUntil(at);
  };
  return {
    ...portal,
    pass: time.pass,
    dueIn,
    untilDue,
    async workerTurn(connectionId) {
      await untilDue(connectionId);
      await checkAllDue(portal);
    },
  };
}

/** Does what the worker does with what is due: takes it, checks it, one after the other, and gives it back. */
export async function checkAllDue({ worker, deployment }: Portal): Promise<void> {
  const checked: CheckedConnection[] = [];
  for (const due of await exchangeDueConnections(worker, deployment, [], 50))
    checked.push(await checkDueConnection(worker, deployment, due));
  await exchangeDueConnections(worker, deployment, checked, 0);
}
