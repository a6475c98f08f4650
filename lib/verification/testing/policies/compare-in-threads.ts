import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { addTally, emptyTally, type Tally } from "./tally.ts";

/** Policies per thread: many compared with the cost of a thread, and few enough for regular progress reports. */
const SHARE = 5000;

/** Compares the policies of `count` seeds from `first` on, on all processors. `onProgress` receives the number of compared policies. */
export async function compareInThreads(first: number, count: number, onProgress: (done: number) => void): Promise<Tally> {
  const sum = emptyTally();
  let next = first;
  async function work(): Promise<void> {
    while (next < first + count) {
      const share = { first: next, count: Math.min(SHARE, first + count - next) };
      next += share.count;
      addTally(sum, await inThread(share));
      onProgress(sum.policies);
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  sum.disagreements.sort((a, b) => a.seed - b.seed);
  return sum;
}

function inThread(share: { readonly first: number; readonly count: number }): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./compare-in-thread.ts", import.meta.url), { workerData: share });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a thread ended with ${code} and without a result`)));
  });
}
