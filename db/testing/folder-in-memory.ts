import { accessSync, constants, readdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";
const PREFIX = /^sallyport-test-(\d+)-/;
/** Milliseconds. A folder of another container, whose processes cannot be seen from here, is not deleted while a test run can still use it. */
const LONGEST_RUN = 4 * 60 * 60 * 1000;

/**
 * The folder for data of tests that need not outlive them: in memory where `bytes` are free there, because to create and delete a database means
 * hundreds of files, which takes eight times as much processor time on a disk. Otherwise the system's temporary folder, as on other systems than
 * Linux and in containers, whose `/dev/shm` is small by default. Deletes there what test runs left that were killed.
 */
export function folderInMemory(bytes: number): string {
  try {
    accessSync(MEMORY, constants.W_OK);
    deleteAbandoned(MEMORY);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= bytes ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** Deletes the folders `sallyport-test-PID-…` whose process has ended long ago. */
export function deleteAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = PREFIX.exec(name) ?? [];
    const path = join(folder, name);
    if (
      pid === undefined ||
      isRunning(Number(pid)) ||
      Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) < LONGEST_RUN
    )
      continue;
    rmSync(path, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
