import { rmSync } from "node:fs";
import { buildRelease } from "#stack/build/build-release.ts";
import type { Figures } from "./support/benchmark.ts";
import { startProduct } from "./support/product-process.ts";
import { spreadOf } from "./support/spread.ts";

const MOST_SECONDS = 15;
const ROUNDS = 5;
const DATA = `.data/bench/start-${process.pid}`;

/** Seconds from the command to `Ready` in an installed and built clone: with a new data folder, and with that of the first start. */
export async function demoStart(): Promise<Figures> {
  await buildRelease();
  const fresh: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rmSync(DATA, { recursive: true, force: true });
    fresh.push(await secondsToReady());
    again.push(await secondsToReady());
  }
  rmSync(DATA, { recursive: true, force: true });
  const [first, second] = [spreadOf(fresh, 1), spreadOf(again, 1)];
  const ours = Math.max(first.median, second.median);
  const ratio = ours / MOST_SECONDS;
  return {
    ratio,
    baseline: MOST_SECONDS,
    ours,
    unit: "s",
    target: 1,
    holds: ratio <= 1,
    notes: [`ready after ${first.text} s with a new data folder, after ${second.text} s at the second start`],
  };
}

async function secondsToReady(): Promise<number> {
  const product = await startProduct(DATA);
  await product.stop();
  return product.readyAfterMs / 1000;
}
