import { ENTRY_POINTS, type EntryPoint, namesAnObject, type Objects } from "#e2e/isolation/entry-point-table.ts";
import { absentObjects, FOREIGN_VERIFICATION, objectsOfEachKind, ROWS_BY_ACTION } from "#e2e/isolation/foreign-objects.ts";
import type { Figures } from "./support/benchmark.ts";
import { distance, largestByChance, seededRandom } from "./support/by-chance.ts";
import { makeDraft } from "./support/draft.ts";
import { LOGS, Portal } from "./support/portal.ts";
import { quantile, quantileAround, spreadOf } from "./support/spread.ts";
import type { Stack } from "./support/stack.ts";

const TARGET = 1.1;
/** If chance alone can make a larger difference around the p90, the measurement can't say whether there is one. */
const MOST_BY_CHANCE = 1.3;
const PAIRS = 1200;
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

/**
 * Whether the response time distinguishes another customer's row from one that does not exist, by the ratios of the medians, of the p75 and
 * of the times around the p90. Pauses of the runtime meet about one request of ten and differ twofold, so the latter counts only if it is
 * more than chance makes of the same times.
 */
export async function foreignRows(stack: Stack): Promise<Figures> {
  const theirs = await makeTheirs(stack);
  const ratios: number[] = [];
  const [notes, unclear]: [string[], string[]] = [[], []];
  const random = seededRandom(PAIRS);
  for (const entryPoint of measuredEntryPoints()) {
    const [foreign, absent]: [number[], number[]] = [[], []];
    for (let n = -WARM_UP; n < PAIRS; n++) {
      // In random order: pauses come at regular intervals, and would meet one of two that alternate more often.
      const order = random() < 0.5 ? ([foreign, absent] as const) : ([absent, foreign] as const);
      for (const times of order) {
        const ms = await timeOfRefusal(stack.portal, entryPoint, times === foreign ? theirs : absentObjects());
        if (n >= 0) times.push(ms);
      }
    }
    const [median, upper] = [0.5, 0.75].map((q) => ratioInBlocks(q, quantile)(foreign, absent)) as [number, number];
    const around = ratioInBlocks(0.9, quantileAround);
    const slow = around(foreign, absent);
    const byChance = largestByChance(foreign, absent, around);
    const isChance = distance(slow) <= byChance;
    if (byChance > MOST_BY_CHANCE) unclear.push(entryPoint.name);
    ratios.push(distance(median), distance(upper), isChance ? 1 : distance(slow));
    const compared = `${median.toFixed(3)} by median, ${upper.toFixed(3)} by p75, ${slow.toFixed(3)} around p90 (by chance up to ${byChance.toFixed(3)})`;
    notes.push(
      `${entryPoint.name}: ${compared}; ${spreadOf(foreign, 2).text} ms for another customer's row, ${spreadOf(absent, 2).text} ms for none`,
    );
  }
  const worst = Math.max(...ratios);
  if (unclear.length > 0)
    notes.push(`chance alone makes more than ${MOST_BY_CHANCE} around p90 at ${unclear.join(", ")}: too much other work`);
  return { ratio: worst, baseline: 1, ours: worst, unit: "times", target: TARGET, holds: worst <= TARGET && unclear.length === 0, notes };
}

type OfSeries = (one: readonly number[], other: readonly number[]) => number;

/** Compares a quantile of two series: the median, over the blocks, of the ratio. */
function ratioInBlocks(q: number, measure: (times: readonly number[], q: number) => number): OfSeries {
  const size = PAIRS / BLOCKS;
  return (one, other) => {
    const ratios = Array.from({ length: BLOCKS }, (_, block) => {
      const [first, last] = [block * size, (block + 1) * size];
      return measure(one.slice(first, last), q) / measure(other.slice(first, last), q);
    });
    return quantile(ratios, 0.5);
  };
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
