import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { rolldown } from "rolldown";
import type { Figures } from "./support/benchmark.ts";
import { spreadOf } from "./support/spread.ts";

/** The longest log event that CloudWatch Logs accepts, in characters of one byte. Source: PutLogEvents API reference. */
const LENGTH = 256 * 1024;
const ROUNDS = 25;
/** A row renders the start of its line only, and a line this long is not parsed. */
const TARGET = 1;
const FOLDER = ".data/bench";

/** The time to render the row of the longest JSON line that AWS accepts, compared with only parsing that line. */
export async function longLine(): Promise<Figures> {
  const renderRow = await loadRow();
  const message = JSON.stringify({ level: "info", msg: "y".repeat(LENGTH - 40) });
  const [parses, renders, opened]: [number[], number[], number[]] = [[], [], []];
  for (let round = -5; round < ROUNDS; round++) {
    const times = [timeOf(() => JSON.parse(message)), timeOf(() => renderRow(message, false)), timeOf(() => renderRow(message, true))];
    // The first rounds warm up.
    if (round >= 0) for (const [n, all] of [parses, renders, opened].entries()) all.push(times[n] ?? 0);
  }
  const [baseline, ours] = [spreadOf(parses, 2), spreadOf(renders, 2)];
  const ratio = ours.median / baseline.median;
  const notes = [
    `a row of ${message.length} characters takes ${ours.text} ms; parsing its line takes ${baseline.text} ms`,
    `the expanded row takes ${spreadOf(opened, 2).text} ms`,
  ];
  return { ratio, baseline: baseline.median, ours: ours.median, unit: "ms", target: TARGET, holds: ratio <= TARGET, notes };
}

function timeOf(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

/** Bundles the component of a row, because Node.js does not read TSX, and returns a function that renders a line with it. */
async function loadRow(): Promise<(message: string, open: boolean) => string> {
  const file = resolve(join(FOLDER, "event-row.mjs"));
  mkdirSync(FOLDER, { recursive: true });
  const withoutStyles = { name: "without-styles", load: (id: string) => (id.endsWith(".css") ? "export default {};" : undefined) };
  const bundle = await rolldown({
    input: "components/logs/events/event-row.tsx",
    platform: "node",
    logLevel: "silent",
    external: [/^react/],
    plugins: [withoutStyles],
    moduleTypes: { ".css": "js" },
    transform: { define: { "process.env.NODE_ENV": '"production"' } },
  });
  await bundle.write({ file, format: "es" });
  await bundle.close();
  const { EventRow } = (await import(pathToFileURL(file).href)) as { EventRow: Parameters<typeof createElement>[0] };
  const text = () => "";
  const actions = { pattern: "", columns: [], groupOf: text, linkTo: text, onPattern: text, onColumn: text, onAround: text };
  return (message, open) => {
    const event = { id: "1", at: 0, ingestedAt: 0, stream: "s", message, source: 0, key: "0.1" };
    const shown = { event, row: 0, chip: null, terms: [], found: "", zone: "utc", days: false, open, active: false };
    return renderToStaticMarkup(createElement(EventRow, { ...shown, onToggle: text, actions } as never));
  };
}
