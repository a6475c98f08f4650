import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import { type CheckedConnection, checkDueConnection, exchangeDueConnections } from "#lib/connections/schedule/due-connections.ts";
import { type Portal, startPortal } from "./portal.ts";

/** A portal whose database clock advances only when a test says so, so that a test decides to the second what is due. */
export interface PortalWithFakeClock extends Portal {
  /** Advances the clock by an interval that is written as in Postgres: `8 days`. */
  pass(span: string): Promise<void>;
  /** Advances the clock until this connection is due. @throws when it is never due */
  untilDue(connectionId: string): Promise<void>;
  /** The same, and then runs what the worker runs. */
  workerTurn(connectionId: string): Promise<void>;
  /** In how many seconds this connection is due; null when it is never due. */
  dueIn(connectionId: string): Promise<number | null>;
}

/** `more`: additional environment variables of this portal. */
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

/** Runs what the worker runs for due connections: claims them, checks one after the other, and gives them back. */
export async function checkAllDue({ worker, context }: Portal): Promise<void> {
  const checked: CheckedConnection[] = [];
  for (const due of await exchangeDueConnections(worker, context, [], 50)) checked.push(await checkDueConnection(worker, context, due));
  await exchangeDueConnections(worker, context, checked, 0);
}
