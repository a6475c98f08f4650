import type { APIRequestContext } from "playwright/test";
import { DOORS, type Objects } from "./door-table.ts";
import { objectsOf, oneOfEachOf, ROWS_BY_ACTION } from "./foreign-objects.ts";
import { tryDoor } from "./try-door.ts";

/** Globex's owner makes one row of each kind, and these are they: a row that is not there would be asked for like an absent one. */
export async function makeForeignRows(owner: APIRequestContext, portal: string): Promise<Objects> {
  const act = (name: string, raw: object) => {
    const door = DOORS.find((each) => each.name.endsWith(` ${name}`));
    if (door === undefined) throw new Error(`there is no action ${name}`);
    return tryDoor(owner, portal, door, { objects: {}, raw });
  };
  await act("startConnection", {});
  const { connection: connectionId } = await objectsOf("Globex");
  await act("inviteMember", ROWS_BY_ACTION.inviteMember);
  await act("saveSearch", { connectionId, ...ROWS_BY_ACTION.saveSearch });
  await act("verifyRoleArn", { connectionId, ...ROWS_BY_ACTION.verifyRoleArn });
  return oneOfEachOf("Globex");
}
