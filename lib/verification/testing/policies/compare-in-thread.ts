import { parentPort, workerData } from "node:worker_threads";
import { comparePolicies } from "./compare-policies.ts";

/** A thread that compares its share of the policies: `workerData` is the first seed and how many. */
const { first, count } = workerData as { readonly first: number; readonly count: number };
parentPort?.postMessage(await comparePolicies(first, count));
