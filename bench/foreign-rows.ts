import { randomUUID } from "node:crypto";
import type { Figures } from "./benchmark.ts";
import { makeDraft } from "./draft.ts";
import { type ActionName, CONNECTIONS, LOGS, Portal } from "./portal.ts";
import { REGION } from "./role-credentials.ts";
import { quantile, spreadOf } from "./spread.ts";
import type { Stack } from "./stack.ts";

const TARGET = 1.1;
const PAIRS = 400;
const WARM_UP = 40;

/** What somebody might ask about a row that may be another customer's, and how the id gets in. */
const QUESTIONS: readonly { readonly action: ActionName; readonly input: (connectionId: string) => unknown }[] = [
  {
    action: { file: LOGS, name: "listLogGroups" },
    input: (connectionId) => ({ connectionId, region: REGION, search: "", nextToken: null }),
  },
  { action: { file: CONNECTIONS, name: "renameConnection" }, input: (connectionId) => ({ connectionId, name: "Mine now" }) },
];

/** Whether time tells a row of another customer's from one that nobody has: both are asked for in turns, and compared by median and p90. */
export async function foreignRows(stack: Stack): Promise<Figures> {
  const theirs = await makeDraft({ ...stack, portal: await Portal.signIn(stack.portal.url, "owner@globex.example") });
  const ratios: number[] = [];
  const notes: string[] = [];
  for (const { action, input } of QUESTIONS) {
    const [foreign, absent]: [number[], number[]] = [[], []];
    for (let n = -WARM_UP; n < PAIRS; n++) {
      // Whichever comes first may find the other's caches warm, so they change places.
      const order = n % 2 === 0 ? ([foreign, absent] as const) : ([absent, foreign] as const);
      for (const times of order) {
        const ms = await refused(stack.portal, action, input(times === foreign ? theirs.connectionId : randomUUID()));
        if (n >= 0) times.push(ms);
      }
    }
    for (const share of [0.5, 0.9]) {
      const ratio = quantile(foreign, share) / quantile(absent, share);
      ratios.push(Math.max(ratio, 1 / ratio));
    }
    notes.push(`${action.name}: ${spreadOf(foreign, 2).text} ms for a foreign row, ${spreadOf(absent, 2).text} ms for none`);
  }
  const worst = Math.max(...ratios);
  return { ratio: worst, baseline: 1, ours: worst, unit: "times", target: TARGET, holds: worst <= TARGET, notes };
}

async function refused(portal: Portal, action: ActionName, input: unknown): Promise<number> {
  const began = performance.now();
  const answer = await portal.act(action, "/connections", input);
  const ms = performance.now() - began;
  if (!answer.includes('"code":"not-found"')) throw new Error(`${action.name} was not refused: ${answer.slice(0, 300)}`);
  return ms;
}
