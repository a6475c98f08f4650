import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Holds a data folder for this process. A lock left behind by a process that is gone is taken over.
 * @throws when another demo that is alive holds it
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

/** A living process is only taken for a demo when its command line says so: numbers are used again. */
function isDemo(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const commandLine = `/proc/${pid}/cmdline`;
    return !existsSync(commandLine) || readFileSync(commandLine, "utf8").includes("demo.ts");
  } catch {
    return false;
  }
}
