import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { buildRelease } from "#stack/build/build-release.ts";
import { runProgram } from "#stack/run-program.ts";
import { say } from "#stack/say.ts";

const FOLDER = resolve(".data/upgrade");
/** The commit of the release before this one. */
const PREVIOUS = "scripts/test/previous-release.txt";

/** A build of a release in a folder of its own. */
export interface Release {
  /** The program that starts its processes and commands. */
  readonly program: string;
  /** The folder of its web process. */
  readonly web: string;
}

const releaseIn = (folder: string): Release => ({ program: join(folder, "dist", "sallyport.js"), web: join(folder, "dist", "web") });
const git = (...args: string[]) => spawnSync("git", args, { encoding: "utf8" });

/**
 * Builds the previous release from the history of git, at the first call after a new one is named. Takes a minute or two then.
 * @throws Error in one sentence if the clone does not have that commit, or if it can't be built
 */
export async function previousRelease(): Promise<Release> {
  const commit = readFileSync(PREVIOUS, "utf8").trim();
  if (!/^[0-9a-f]{40}$/.test(commit)) throw new Error(`${PREVIOUS} must contain the full ID of a commit.`);
  const folder = join(FOLDER, commit);
  if (existsSync(join(folder, "dist", "sources.sha256"))) {
    moveWeb(folder);
    return releaseIn(folder);
  }
  if (git("cat-file", "-e", `${commit}^{commit}`).status !== 0)
    throw new Error(
      `This clone does not have the commit of the previous release, ${commit} (${PREVIOUS}). Clone the repository with its whole history, for example with git fetch --unshallow.`,
    );
  say(`Building the previous release, ${commit.slice(0, 12)} ...`);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive = join(FOLDER, "sources.tar");
  execFileSync("git", ["archive", "--format=tar", `--output=${archive}`, commit]);
  execFileSync("tar", ["-xf", archive, "-C", folder]);
  rmSync(archive);
  await addPackages(folder);
  await run("the previous release could not be built", process.execPath, ["scripts/build/build.ts"], folder);
  moveWeb(folder);
  return releaseIn(folder);
}

/** In a folder below another project, Next.js repeats the path from that project in its output. The program expects the output without it. */
function moveWeb(folder: string): void {
  const { web } = releaseIn(folder);
  const nested = join(web, relative(resolve("."), folder));
  if (!existsSync(join(nested, "server.js"))) return;
  cpSync(nested, web, { recursive: true, verbatimSymlinks: true });
  rmSync(nested, { recursive: true, force: true });
}

/** Uses the packages of this checkout if the release has the same ones. Turbopack follows no symbolic link out of its folder, so they are hard links. */
async function addPackages(folder: string): Promise<void> {
  const same = readFileSync("package-lock.json", "utf8") === readFileSync(join(folder, "package-lock.json"), "utf8");
  const linked = same && spawnSync("cp", ["-al", "node_modules", join(folder, "node_modules")]).status === 0;
  if (!linked) await run("the packages of the previous release could not be installed", "npm", ["ci", "--no-audit", "--no-fund"], folder);
}

/** A change of one file of a release. */
interface Change {
  readonly file: string;
  /** What is replaced, everywhere in the file; undefined creates the file. */
  readonly from?: string;
  readonly to: string;
}

/** What a later release could add: a column, a new version of a job's payload with its queue, and the function that queues it. */
export const EXPANDING: readonly Change[] = [
  {
    file: "db/migrations/9001_upgrade_trial.sql",
    to: `-- An artificial release for npm run test:upgrade.
-- kind: expand

alter table connections add column trial text;
select pgboss.create_queue('verify.2', '{
  "policy": "short", "notify": true, "retryLimit": 5, "retryDelay": 2, "retryBackoff": true, "expireInSeconds": 180,
  "heartbeatSeconds": 10, "deadLetter": "failed-jobs"
}');
`,
  },
  {
    file: "db/functions/staff.sql",
    from: "enqueue_job('verify', jsonb_build_object(",
    to: "enqueue_job('verify.2', jsonb_build_object('trial', true, ",
  },
  {
    file: "worker/jobs.ts",
    from: "    verify: [\n",
    to: `    verify: [
      jobVersion(Connection, async ({ customer: customerId, connection: connectionId }) => {
        const word = await checkForStaff(actor, context, { customerId, connectionId });
        return { kind: word === "busy" || word === "failed" ? "failed" : "completed", word };
      }),
`,
  },
];

/** What no release may do at once: it drops a function that the processes of the previous release call. */
export const CONTRACTING: readonly Change[] = [
  {
    file: "db/migrations/9002_contract_trial.sql",
    to: "-- kind: contract\n\ndrop function take_log_calls(uuid, uuid, text, text, int, numeric, int);\n",
  },
  { file: "db/functions/log-limits.sql", from: "take_log_calls(", to: "take_some_log_calls(" },
];

/**
 * Builds the release that follows: the present sources with these changes of the database and the worker, so that there is a difference even
 * before the first change after a release. The web process is that of the present sources.
 * @throws Error if a change no longer applies, or something can't be built
 */
export async function nextRelease(changes: readonly Change[]): Promise<Release> {
  await buildRelease();
  const folder = join(FOLDER, "next");
  rmSync(folder, { recursive: true, force: true });
  const files = git("ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout.split("\0");
  for (const file of files.filter((name) => name !== "" && existsSync(name))) cpSync(file, join(folder, file));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  for (const change of changes) apply(folder, change);
  await run("the manifest could not be written", process.execPath, ["scripts/write-manifest.ts"], folder);
  const bundle = 'await (await import("#stack/build/bundle-commands.ts")).bundleCommands("dist", "0.0.0-next");';
  await run("the next release could not be bundled", process.execPath, ["--input-type=module", "--eval", bundle], folder);
  cpSync(join("dist", "web"), join(folder, "dist", "web"), { recursive: true });
  copyChecksums(folder);
  return releaseIn(folder);
}

/** The build of the web process contains the checksums of the present SQL files. It gets those of the changed ones, so that it waits for them. */
function copyChecksums(folder: string): void {
  const read = (root: string): Record<string, string> => JSON.parse(readFileSync(join(root, "db/migrations/manifest.json"), "utf8"));
  const [present, next] = [read("."), read(folder)];
  const changed = Object.entries(present).filter(([file, sha256]) => next[file] !== sha256);
  for (const chunk of globSync("dist/web/.next/server/**/*.js", { cwd: folder })) {
    const path = join(folder, chunk);
    const text = readFileSync(path, "utf8");
    const replaced = changed.reduce((now, [file, sha256]) => now.replaceAll(sha256, next[file] ?? sha256), text);
    if (replaced !== text) writeFileSync(path, replaced);
  }
}

function apply(folder: string, { file, from, to }: Change): void {
  const path = join(folder, file);
  if (from === undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, to);
    return;
  }
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new Error(`stack/testing/releases.ts: ${file} no longer contains ${JSON.stringify(from)}.`);
  writeFileSync(path, text.replaceAll(from, to));
}

async function run(problem: string, command: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, output } = await runProgram(command, args, { cwd });
  if (code !== 0) throw new Error(`${problem}:\n${output}`);
}
