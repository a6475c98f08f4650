import { readdirSync, readFileSync } from "node:fs";

/** The unit of CPU times in /proc (USER_HZ). */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** The web process among the descendants of the command that started the product. @throws if there is none, or no /proc */
export function webProcessOf(root: number): number {
  const all = readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name));
  const parents = new Map(all.map((name) => [Number(name), parentOf(Number(name))]));
  const descends = (pid: number): boolean => pid === root || (parents.has(pid) && descends(parents.get(pid) ?? 0));
  const web = [...parents.keys()].find((pid) => descends(pid) && /next-server|scripts.start\.ts/.test(commandOf(pid)));
  if (web === undefined) throw new Error("the product's web process was not found");
  return web;
}

/** Milliseconds of CPU time that the process has used, in user and kernel mode. */
export function cpuMsOf(pid: number): number {
  const [user, system] = statOf(pid).slice(11, 13).map(Number);
  return (((user ?? 0) + (system ?? 0)) * 1000) / TICKS_PER_SECOND;
}

/** The resident memory of the process in bytes. */
function residentBytesOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
}

/** The highest resident memory of the process in bytes until `until` resolves, sampled every 50 ms. */
export async function highestResidentBytes(pid: number, until: Promise<unknown>): Promise<number> {
  let most = residentBytesOf(pid);
  const sampling = setInterval(() => {
    most = Math.max(most, residentBytesOf(pid));
  }, 50);
  try {
    await until;
  } finally {
    clearInterval(sampling);
  }
  return most;
}

function parentOf(pid: number): number {
  try {
    return Number(statOf(pid)[1]);
  } catch {
    return 0; // The process has ended.
  }
}

/** The fields of /proc/PID/stat after the name, which may contain spaces and parentheses. */
function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
