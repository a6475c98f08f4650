import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { bundleCommands, COMMAND_SOURCES } from "#stack/build/bundle-commands.ts";
import { hashSources } from "#stack/build/hash-sources.ts";

const FOLDER = resolve(".data/test/programs");

let built: Promise<string> | undefined;

/**
 * The program of the present sources, bundled as in a release, for tests that start a worker or an operator command. Built at the first call
 * after a change, in about two seconds.
 * @returns its absolute path; run it with Node.js and the name of a command
 */
export async function program(): Promise<string> {
  built ??= build();
  const path = await built;
  if (existsSync(path)) return path;
  // A test run that began after a change of the sources has replaced it.
  built = build();
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
    for (const old of before.filter((name) => !name.startsWith(hash))) rmSync(join(FOLDER, old), { recursive: true, force: true });
  }
  return join(folder, "sallyport.js");
}
