import { readdirSync, readFileSync } from "node:fs";

/** Linux counts a process's time in these. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** The web process among the descendants of the command that started the product. @throws when there is none, or no /proc */
export function webProcessOf(root: number): number {
  const all = readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name));
  const parents = new Map(all.map((name) => [Number(name), parentOf(Number(name))]));
  const descends = (pid: number): boolean => pid === root || (parents.has(pid) && descends(parents.get(pid) ?? 0));
  const web = [...parents.keys()].find((pid) => descends(pid) && /next-server|scripts.start\.ts/.test(commandOf(pid)));
  if (web === undefined) throw new Error("the product's web process was not found");
  return web;
}

/** Milliseconds of processor time that the process has used, its own and the kernel's for it. */
export function cpuMsOf(pid: number): number {
  const [user, system] = statOf(pid).slice(11, 13).map(Number);
  return (((user ?? 0) + (system ?? 0)) * 1000) / TICKS_PER_SECOND;
}

/** Bytes of the process that are in memory. */
function residentBytesOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
}

/** The most resident memory, in bytes, that the process has until `until` resolves; looked at each 50 ms. */
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
    return 0; // It ended meanwhile.
  }
}

/** The fields after the name, which may hold anything. */
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
