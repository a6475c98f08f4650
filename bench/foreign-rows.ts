import { ENTRY_POINTS, type EntryPoint, namesAnObject, type Objects } from "#e2e/isolation/entry-point-table.ts";
import { absentObjects, FOREIGN_VERIFICATION, objectsOfEachKind, ROWS_BY_ACTION } from "#e2e/isolation/foreign-objects.ts";
import type { Figures } from "./benchmark.ts";
import { makeDraft } from "./draft.ts";
import { LOGS, Portal } from "./portal.ts";
import { quantile, spreadOf } from "./spread.ts";
import type { Stack } from "./stack.ts";

const TARGET = 1.1;
const PAIRS = 400;
const WARM_UP = 40;
const SETTINGS = "app/(customer)/settings/actions.ts";

/**
 * The doors that are asked: of those of a customer's people that name a row, one for each file of actions, each verb of a
 * route, pages, and each kind of row that they name.
 */
function families(): readonly EntryPoint[] {
  const of = new Map<string, EntryPoint>();
  for (const door of ENTRY_POINTS.filter((each) => namesAnObject(each) && (each.who === "member" || each.who === "owner"))) {
    const [, where = ""] = door.name.split(" ");
    const rows = JSON.stringify([door.params, door.query, door.input]).match(/\$\w+/g) ?? [];
    const family = [door.kind, door.kind === "page" ? "" : where, ...new Set(rows)].join(" ");
    if (!of.has(family)) of.set(family, door);
  }
  return [...of.values()];
}

/** Whether time tells a row of another customer's from one that nobody has: both are asked for in turns, and compared by median and p90. */
export async function foreignRows(stack: Stack): Promise<Figures> {
  const theirs = await makeTheirs(stack);
  const ratios: number[] = [];
  const notes: string[] = [];
  for (const door of families()) {
    const [foreign, absent]: [number[], number[]] = [[], []];
    for (let n = -WARM_UP; n < PAIRS; n++) {
      // Whichever comes first may find the other's caches warm, so they change places.
      const order = n % 2 === 0 ? ([foreign, absent] as const) : ([absent, foreign] as const);
      for (const times of order) {
        const ms = await refused(stack.portal, door, times === foreign ? theirs : absentObjects());
        if (n >= 0) times.push(ms);
      }
    }
    const [median, p90] = [0.5, 0.9].map((share) => quantile(foreign, share) / quantile(absent, share));
    for (const ratio of [median ?? 1, p90 ?? 1]) ratios.push(Math.max(ratio, 1 / ratio));
    const compared = `${median?.toFixed(3)} by median, ${p90?.toFixed(3)} by p90`;
    notes.push(`${door.name}: ${compared}; ${spreadOf(foreign, 2).text} ms for a foreign row, ${spreadOf(absent, 2).text} ms for none`);
  }
  const worst = Math.max(...ratios);
  return { ratio: worst, baseline: 1, ours: worst, unit: "times", target: TARGET, holds: worst <= TARGET, notes };
}

/** One row of each kind of another customer's, made by its own owner through the portal. */
async function makeTheirs(stack: Stack): Promise<Objects> {
  const portal = await Portal.signIn(stack.portal.url, "owner@globex.example");
  const { connectionId, path } = await makeDraft({ ...stack, portal });
  await portal.act({ file: SETTINGS, name: "inviteMember" }, "/settings", ROWS_BY_ACTION.inviteMember);
  await portal.act({ file: LOGS, name: "saveSearch" }, path, { connectionId, ...ROWS_BY_ACTION.saveSearch });
  await portal.stream(`/api/connections/${connectionId}/verification`, FOREIGN_VERIFICATION);
  process.env["E2E_DATA"] = stack.data;
  return objectsOfEachKind("Globex");
}

async function refused(portal: Portal, door: EntryPoint, objects: Objects): Promise<number> {
  const { status, body, ms } = await portal.tryEntryPoint(door, objects);
  const said = door.kind === "page" ? status === 404 : body.includes('"code":"not-found"');
  if (!said) throw new Error(`${door.name} was not refused: ${status} ${body.slice(0, 300)}`);
  return ms;
}
