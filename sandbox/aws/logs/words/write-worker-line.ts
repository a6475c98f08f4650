import { requestId } from "./request-id.ts";

const TASKS = ["capture", "settle", "notify", "reconcile", "expire"];

/** A line of a queue's worker: JSON with nested fields, sometimes a stack trace over several lines. */
export function writeWorkerLine(index: number, random: number): string {
  const task = TASKS[random % TASKS.length] ?? "capture";
  const id = requestId(random);
  const kind = (random >>> 8) % 60;
  if (kind === 0) {
    return `Error: task ${task} failed after 3 attempts (${id})\n    at run (/srv/worker/run.js:${20 + (random % 200)}:11)\n    at async drain (/srv/worker/queue.js:58:5)`;
  }
  const level = kind < 3 ? "error" : kind < 8 ? "warn" : "info";
  const msg = level === "info" ? "done" : level === "warn" ? "retrying" : "gave up";
  return `{"level":"${level}","msg":"${task} ${msg}","status":${level === "error" ? 500 : 200},"request_id":"${id}","ms":${20 + (random % 2000)},"job":{"id":${index % 1_000_000},"task":"${task}","attempt":${1 + (kind % 3)}},"tags":["worker","${task}"]}`;
}
