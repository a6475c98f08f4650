import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { GuideForm } from "./read-guide.ts";

/** Milliseconds. Only ends a block that hangs. Building an image takes up to a quarter of an hour. */
const LONGEST_BLOCK_MS = { folder: 240_000, image: 1_500_000 };

export interface BlockEnd {
  readonly ok: boolean;
  /** Both streams, in order. */
  readonly output: string;
}

/**
 * One bash in which all blocks run, as the reader's does. The first command that fails, or reads a variable that is not set, ends it. Standard input
 * is empty, so that a command which prompts fails.
 */
export class GuideShell {
  readonly #bash: ChildProcess;
  readonly #folder: string;
  readonly #ended: Promise<void>;
  #output = "";
  #blocks = 0;
  #over = false;
  readonly #longestMs: number;

  constructor(folder: string, env: Readonly<Record<string, string>>, form: GuideForm) {
    this.#longestMs = LONGEST_BLOCK_MS[form];
    this.#folder = join(folder, "blocks");
    mkdirSync(this.#folder, { recursive: true });
    // A process group of its own, so that what a block leaves in the background can be ended with it.
    this.#bash = spawn("bash", ["--noprofile", "--norc"], {
      cwd: folder,
      env: env as NodeJS.ProcessEnv,
      stdio: ["pipe", "pipe", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [this.#bash.stdout, this.#bash.stderr]) stream?.on("data", (chunk: Buffer) => (this.#output += chunk.toString()));
    this.#ended = new Promise((resolve) => {
      this.#bash.once("exit", () => {
        this.#over = true;
        resolve();
      });
    });
    this.#bash.stdin?.on("error", () => undefined);
    this.#bash.stdin?.write("set -euo pipefail\n");
  }

  /** Runs the text of a block. After a failure every other block fails too. */
  async run(text: string): Promise<BlockEnd> {
    if (this.#over) return { ok: false, output: "the shell has ended" };
    this.#output = "";
    this.#blocks += 1;
    const file = join(this.#folder, `block-${this.#blocks}.sh`);
    writeFileSync(file, `${text}\n`);
    const reports = this.#bash.stdio[3] as Readable;
    const done = new Promise<"done">((resolve) => reports.once("data", () => resolve("done")));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"hangs">((resolve) => {
      timer = setTimeout(resolve, this.#longestMs, "hangs");
    });
    this.#bash.stdin?.write(`. ${file} < /dev/null 3>&-\necho done >&3\n`);
    const outcome = await Promise.race([done, late, this.#ended.then(() => "failed" as const)]);
    clearTimeout(timer);
    const note = outcome === "hangs" ? `\nstill runs after ${this.#longestMs / 1000} s` : "";
    if (outcome === "hangs") this.stop();
    return { ok: outcome === "done", output: `${this.#output.trim()}${note}` };
  }

  /** Ends the shell and what its blocks left in the background. */
  stop(): void {
    this.#over = true;
    try {
      if (this.#bash.pid !== undefined) process.kill(-this.#bash.pid, "SIGTERM");
    } catch {
      // All of them have ended.
    }
  }
}
