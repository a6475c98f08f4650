import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Locks a data folder for this process and returns the function that unlocks it. Ignores the lock of a process that no longer exists.
 * @throws Error if another running demo has the lock
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, "demo.pid");
  if (existsSync(file)) {
    const pid = Number(readFileSync(file, "utf8"));
    if (pid !== process.pid && isDemo(pid))
      throw new Error(`a demo is already running here (process ${pid}). Stop it first, or set SALLYPORT_DATA to another folder.`);
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

/** Process IDs are reused, so a running process counts as a demo only if its command line says so. */
function isDemo(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const commandLine = `/proc/${pid}/cmdline`;
    return !existsSync(commandLine) || readFileSync(commandLine, "utf8").includes("demo.ts");
  } catch {
    return false;
  }
}
