import type { APIRequestContext } from "playwright/test";
import { DOORS, type Objects } from "./entry-point-table.ts";
import { FOREIGN_VERIFICATION, oneOfEachOf, ROWS_BY_ACTION } from "./foreign-objects.ts";
import { tryEntryPoint } from "./try-entry-point.ts";

/** Globex's owner makes one row of each kind, and these are they: a row that is not there would be asked for like an absent one. */
export async function makeForeignRows(owner: APIRequestContext, portal: string): Promise<Objects> {
  const act = (name: string, raw: object, objects: Objects = {}) => {
    const door = DOORS.find((each) => each.name.endsWith(` ${name}`));
    if (door === undefined) throw new Error(`there is no door ${name}`);
    return tryEntryPoint(owner, portal, door, { objects, raw });
  };
  // Of its own: where another test's role is waited for, a check would be followed until that is decided.
  const connectionId = /"value":\{"id":"([0-9a-f-]{36})"/.exec((await act("startConnection", {})).body)?.[1];
  if (connectionId === undefined) throw new Error("no connection was started");
  await act("inviteMember", ROWS_BY_ACTION.inviteMember);
  await act("saveSearch", { connectionId, ...ROWS_BY_ACTION.saveSearch });
  await act("POST /api/connections/[id]/verification", FOREIGN_VERIFICATION, { connection: connectionId });
  return oneOfEachOf("Globex");
}
