import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { bundleCommands, COMMAND_SOURCES } from "#stack/build/bundle-commands.ts";
import { hashSources } from "#stack/build/hash-sources.ts";

const FOLDER = resolve(".data/test/programs");
const LONGEST_RUN_MS = 4 * 60 * 60 * 1000;

let built: Promise<string> | undefined;

/**
 * The program of the present sources, bundled as in a release, for tests that start a worker or an operator command. Built at the first call
 * after a change, in about two seconds.
 * @returns its absolute path; run it with Node.js and the name of a command
 */
export function program(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const hash = hashSources(COMMAND_SOURCES).slice(0, 20);
  const folder = join(FOLDER, hash);
  if (!existsSync(folder)) {
    const before = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
    mkdirSync(FOLDER, { recursive: true });
    const own = join(FOLDER, `${hash}-${process.pid}`);
    await bundleCommands(own, "0.0.0-test");
    try {
      renameSync(own, folder);
    } catch (error) {
      // Another test process built the same at the same time.
      if (!existsSync(folder)) throw error;
      rmSync(own, { recursive: true, force: true });
    }
    // A test run that began before a change of the sources still uses the bundle of that time.
    const isOld = (name: string) => (statSync(join(FOLDER, name), { throwIfNoEntry: false })?.mtimeMs ?? 0) < Date.now() - LONGEST_RUN_MS;
    for (const old of before.filter((name) => !name.startsWith(hash) && isOld(name)))
      rmSync(join(FOLDER, old), { recursive: true, force: true });
  }
  return join(folder, "sallyport.js");
}
