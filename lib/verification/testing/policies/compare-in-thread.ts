import { parentPort, workerData } from "node:worker_threads";
import { comparePolicies } from "./compare-policies.ts";

/** The entry point of a worker thread that compares the policies of `count` seeds from `first` on. */
const { first, count } = workerData as { readonly first: number; readonly count: number };
parentPort?.postMessage(await comparePolicies(first, count));
