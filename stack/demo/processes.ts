import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Part {
  readonly name: string;
  readonly child: ChildProcess;
  /** Resolves when the process has ended for any reason: with its exit status, or with null. */
  readonly ended: Promise<number | null>;
  /** The last lines that the process printed, at most {@link KEPT_LINES}. After its end: resolves when all of its output was read. */
  lastLines(): Promise<string>;
}

/** The lines of a process that say why it ended: a message of an error and the start of its stack. */
const KEPT_LINES = 12;

export interface PartOptions {
  readonly name: string;
  /** A script and its arguments. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFolder: string;
  readonly onLine?: (line: string) => void;
}

/**
 * Starts one process of the product with the running Node.js. Its standard input is a pipe that stays open: when this process ends, even by
 * `kill -9`, the pipe closes and `stop-with-parent` stops the child. Its environment contains only `env`, PATH, HOME, TMPDIR and
 * NODE_COMPILE_CACHE, so that a developer's own AWS settings never reach it.
 */
export function startPart({ name, command, env, logFolder, onLine }: PartOptions): Part {
  mkdirSync(logFolder, { recursive: true });
  const log = createWriteStream(join(logFolder, `${name}.log`), { flags: "a" });
  const { PATH = "", HOME = "", TMPDIR, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, ["--import", new URL("./stop-with-parent.mjs", import.meta.url).href, ...command], {
    env: { NODE_ENV: "production", PATH, HOME, ...(TMPDIR && { TMPDIR }), ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }), ...env },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on("line", (line) => {
      log.write(`${line}\n`);
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      onLine?.(line);
    });
  }
  const ended = new Promise<number | null>((resolve) => {
    child.on("error", () => resolve(null));
    child.on("exit", (code) => resolve(code));
  });
  const closed = new Promise<void>((resolve) => {
    child.on("error", () => resolve());
    child.on("close", () => resolve());
  });
  const lastLines = async () => {
    if (child.exitCode !== null || child.signalCode !== null) await closed;
    return lines.join("\n");
  };
  return { name, child, ended, lastLines };
}

/** Stops a process with SIGTERM, and with SIGKILL if it still runs after `graceMs` milliseconds. */
export async function stopPart(part: Part, graceMs = 5000): Promise<void> {
  if (part.child.exitCode !== null || part.child.signalCode !== null) return;
  part.child.kill("SIGTERM");
  const timer = setTimeout(() => part.child.kill("SIGKILL"), graceMs);
  await part.ended;
  clearTimeout(timer);
}

/**
 * Requests `url` until it answers with a status of 2xx.
 * @throws Error that names the process and has its last lines if it ends, or after `timeoutMs` milliseconds
 */
export async function untilReady(part: Part, url: string, timeoutMs = 30_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (part.child.exitCode !== null)
      throw new Error(`${part.name} exited with status ${part.child.exitCode} during startup:\n${await part.lastLines()}`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${part.name} is not ready at ${url}:\n${await part.lastLines()}`);
}
