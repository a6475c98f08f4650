import { ENTRY_POINTS, type EntryPoint, namesAnObject, type Objects } from "#e2e/isolation/entry-point-table.ts";
import { absentObjects, FOREIGN_VERIFICATION, objectsOfEachKind, ROWS_BY_ACTION } from "#e2e/isolation/foreign-objects.ts";
import type { Figures } from "./support/benchmark.ts";
import { makeDraft } from "./support/draft.ts";
import { LOGS, Portal } from "./support/portal.ts";
import { quantile, quantileAround, spreadOf } from "./support/spread.ts";
import type { Stack } from "./support/stack.ts";

const TARGET = 1.1;
const PAIRS = 600;
/** The pairs are compared in blocks, because a pause of the machine moves the p90 of whatever it happens to meet. */
const BLOCKS = 5;
const WARM_UP = 40;
const SETTINGS = "app/(customer)/settings/actions.ts";
const SAVED_QUERIES = "app/(customer)/connections/[id]/query/saved/actions.ts";

/**
 * The entry points that are measured. Of those that a member or an owner may call and that take the ID of a row: one for each file
 * of actions, each method of a route, and the pages, and for each kind of row.
 */
function measuredEntryPoints(): readonly EntryPoint[] {
  const byKind = new Map<string, EntryPoint>();
  for (const entryPoint of ENTRY_POINTS.filter((each) => namesAnObject(each) && (each.who === "member" || each.who === "owner"))) {
    const [, where = ""] = entryPoint.name.split(" ");
    const rows = JSON.stringify([entryPoint.params, entryPoint.query, entryPoint.input]).match(/\$\w+/g) ?? [];
    const kind = [entryPoint.kind, entryPoint.kind === "page" ? "" : where, ...new Set(rows)].join(" ");
    if (!byKind.has(kind)) byKind.set(kind, entryPoint);
  }
  return [...byKind.values()];
}

/** Whether the response time distinguishes another customer's row from one that does not exist, by the ratios of the medians and of the times around the p90. */
export async function foreignRows(stack: Stack): Promise<Figures> {
  const theirs = await makeTheirs(stack);
  const ratios: number[] = [];
  const notes: string[] = [];
  for (const entryPoint of measuredEntryPoints()) {
    const [foreign, absent]: [number[], number[]] = [[], []];
    for (let n = -WARM_UP; n < PAIRS; n++) {
      // The order alternates, because the first request may warm caches for the second.
      const order = n % 2 === 0 ? ([foreign, absent] as const) : ([absent, foreign] as const);
      for (const times of order) {
        const ms = await timeOfRefusal(stack.portal, entryPoint, times === foreign ? theirs : absentObjects());
        if (n >= 0) times.push(ms);
      }
    }
    const median = ratioInBlocks(foreign, absent, (times) => quantile(times, 0.5));
    const p90 = ratioInBlocks(foreign, absent, (times) => quantileAround(times, 0.9));
    for (const ratio of [median, p90]) ratios.push(Math.max(ratio, 1 / ratio));
    const edge = ratioInBlocks(foreign, absent, (times) => quantile(times, 0.9));
    const compared = `${median.toFixed(3)} by median, ${p90.toFixed(3)} around p90 (${edge.toFixed(3)} at p90)`;
    notes.push(
      `${entryPoint.name}: ${compared}; ${spreadOf(foreign, 2).text} ms for another customer's row, ${spreadOf(absent, 2).text} ms for none`,
    );
  }
  const worst = Math.max(...ratios);
  return { ratio: worst, baseline: 1, ours: worst, unit: "times", target: TARGET, holds: worst <= TARGET, notes };
}

/** The median, over the blocks, of how a measure of the one's times compares with that of the other's. */
function ratioInBlocks(foreign: readonly number[], absent: readonly number[], measure: (times: readonly number[]) => number): number {
  const size = PAIRS / BLOCKS;
  const ratios = Array.from({ length: BLOCKS }, (_, block) => {
    const [first, last] = [block * size, (block + 1) * size];
    return measure(foreign.slice(first, last)) / measure(absent.slice(first, last));
  });
  return quantile(ratios, 0.5);
}

/** One row of each kind of another customer, created by its owner through the portal. */
async function makeTheirs(stack: Stack): Promise<Objects> {
  const portal = await Portal.signIn(stack.portal.url, "owner@globex.example");
  const { connectionId, path } = await makeDraft({ ...stack, portal });
  await portal.act({ file: SETTINGS, name: "inviteMember" }, "/settings", ROWS_BY_ACTION.inviteMember);
  await portal.act({ file: LOGS, name: "saveSearch" }, path, { connectionId, ...ROWS_BY_ACTION.saveSearch });
  await portal.act({ file: SETTINGS, name: "addSecurityContact" }, "/settings", ROWS_BY_ACTION.addSecurityContact);
  await portal.act({ file: SAVED_QUERIES, name: "saveQuery" }, path, ROWS_BY_ACTION.saveQuery);
  await portal.stream(`/api/connections/${connectionId}/verification`, FOREIGN_VERIFICATION);
  process.env["E2E_DATA"] = stack.data;
  return objectsOfEachKind("Globex");
}

async function timeOfRefusal(portal: Portal, entryPoint: EntryPoint, objects: Objects): Promise<number> {
  const { status, body, ms } = await portal.tryEntryPoint(entryPoint, objects);
  const isRefused = entryPoint.kind === "page" ? status === 404 : body.includes('"code":"not-found"');
  if (!isRefused) throw new Error(`${entryPoint.name} was not refused: ${status} ${body.slice(0, 300)}`);
  return ms;
}
