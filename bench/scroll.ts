import type { Page } from "playwright";
import type { Figures } from "./support/benchmark.ts";
import { launchBrowser, pageWithRows, verifiedConnection } from "./support/logs-page.ts";
import { spreadOf } from "./support/spread.ts";
import type { Stack } from "./support/stack.ts";

const FEW = 1000;
const MANY = 100_000;
const ROUNDS = 7;
const FRAMES = 180;
/** Pixels in a frame: about a thousand rows a second. */
const STEP = 400;
/** A longer frame is a visible stutter. */
const LONG_MS = 50;
/** 98% of the frame rate, as a ratio of times. */
const TARGET = 1 / 0.98;

/** The time of a frame while scrolling fast through 100,000 loaded events in a real browser, compared with 1,000 events. */
export async function scroll(stack: Stack): Promise<Figures> {
  const connectionId = await verifiedConnection(stack);
  const browser = await launchBrowser();
  try {
    const few = await pageWithRows(browser, stack, connectionId, FEW);
    const many = await pageWithRows(browser, stack, connectionId, MANY);
    const [fewMs, manyMs]: [number[], number[]] = [[], []];
    const frames: number[] = [];
    for (const page of [few, many]) await framesOf(page);
    for (let round = 0; round < ROUNDS; round++) {
      fewMs.push(mean(await framesOf(few)));
      const times = await framesOf(many);
      manyMs.push(mean(times));
      frames.push(...times);
    }
    const [baseline, ours] = [spreadOf(fewMs, 2), spreadOf(manyMs, 2)];
    const long = frames.filter((ms) => ms > LONG_MS).length;
    const ratio = ours.median / baseline.median;
    return {
      ratio,
      baseline: baseline.median,
      ours: ours.median,
      unit: "ms",
      target: TARGET,
      holds: ratio <= TARGET && long === 0,
      notes: [
        `a frame takes ${ours.text} ms in ${MANY} rows and ${baseline.text} ms in ${FEW}`,
        `${long} of ${frames.length} frames took over ${LONG_MS} ms; the longest ${Math.max(...frames).toFixed(1)} ms`,
      ],
    };
  } finally {
    await browser.close();
  }
}

/** Milliseconds of each frame while the list is scrolled down and, from its end, back up. */
async function framesOf(page: Page): Promise<number[]> {
  await page.bringToFront();
  return page.evaluate(
    ([count, step]) =>
      new Promise<number[]>((resolve, reject) => {
        const list = document.querySelector('[role="list"][aria-label="Log events"]');
        if (list === null) return reject(new Error("there is no list"));
        list.scrollTop = 0;
        const times: number[] = [];
        let by: number = step;
        let before = 0;
        const frame = (now: number) => {
          if (before > 0) times.push(now - before);
          before = now;
          if (times.length >= count) return resolve(times);
          const at = list.scrollTop;
          list.scrollTop = at + by;
          if (list.scrollTop === at) by = -by;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(() => requestAnimationFrame(frame));
      }),
    [FRAMES, STEP] as const,
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
