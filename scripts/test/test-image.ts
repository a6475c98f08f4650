import { execFileSync, spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { runProgram } from "#stack/run-program.ts";
import { say } from "#stack/say.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";
import startStack from "#stack/testing/start-stack.ts";

/**
 * Builds the image and runs the product from it: migrate, template publish, customers, staff, web, worker and preflight, against a real Postgres and the
 * sandbox, with the main job in a browser. Needs docker or buildah; installs nothing. BASE and BUILDER replace the Dockerfile's own base images,
 * NPMRC is the path of an .npmrc for the build. The last line is the sum.
 */
const TAG = "sallyport:test";
const RUN_IN_IMAGE = "scripts/test/run-in-image.ts";
const MOST_BYTES = 290_000_000;

let passed = 0;
const failures: string[] = [];
function check(name: string, problem: string | undefined): void {
  say(`${problem === undefined ? "ok  " : "FAIL"} ${name}${problem === undefined ? "" : `: ${problem}`}`);
  if (problem === undefined) passed += 1;
  else failures.push(`${name}: ${problem}`);
}

const works = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: "ignore" }).status === 0;
const output = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: "utf8" }).trim();

const engine = works("docker", "info") ? "docker" : works("buildah", "--version") ? "buildah" : undefined;
if (engine === undefined) {
  say("This test needs docker (with a running engine) or buildah. Install one of them, for example: apt-get install buildah");
  process.exit(1);
}

const { BASE, BUILDER, NPMRC } = process.env;
say(`Building the image with ${engine} ...`);
const build = await runProgram(
  engine,
  [
    "build",
    ...(engine === "buildah" ? ["--format=docker", "--isolation=chroot", "--layers"] : []),
    ...(BASE ? [`--build-arg=BASE=${BASE}`] : []),
    ...(BUILDER ? [`--build-arg=BUILDER=${BUILDER}`] : []),
    ...(NPMRC ? [`--secret=id=npmrc,src=${resolve(NPMRC)}`] : []),
    `--tag=${TAG}`,
    ".",
  ],
  { show: true },
);
if (build.code !== 0) {
  say("The image could not be built.");
  process.stdout.write("0 passed, 1 failed\n");
  process.exit(1);
}

interface Configuration {
  readonly User?: string;
  readonly Entrypoint?: readonly string[];
  readonly Healthcheck?: object;
  readonly Labels?: Record<string, string>;
}

const container = engine === "buildah" ? output("buildah", "from", TAG) : TAG;
try {
  const inspected = JSON.parse(output(engine, "inspect", "--type=image", TAG));
  const config: Configuration = engine === "docker" ? inspected[0].Config : inspected.Docker.config;
  check("runs as a user who is not root", config.User === "10001:10001" ? undefined : String(config.User));
  check("starts the program without a shell", config.Entrypoint?.[0] === "node" ? undefined : String(config.Entrypoint));
  check("has a health check", config.Healthcheck === undefined ? "none" : undefined);
  check("has labels", config.Labels?.["org.opencontainers.image.version"] ? undefined : "no version");

  const files = inside("find / -xdev -type f -printf '%s %p\\n' 2>/dev/null")
    .split("\n")
    .map((line) => ({ bytes: Number(line.slice(0, line.indexOf(" "))), path: line.slice(line.indexOf(" ") + 1) }));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  check(`has ${Math.round(bytes / 1e6)} MB, at most ${MOST_BYTES / 1e6}`, bytes <= MOST_BYTES ? undefined : "too large");
  const unwanted = files
    .map(({ path }) => path)
    .filter((path) => path.startsWith("/app/") && /\.tsx?$|\.test\.|\/sharp\/|\/@img\/|\.map$/.test(path));
  check("has no sources, tests, source maps or image library", unwanted.length === 0 ? undefined : unwanted.slice(0, 3).join(", "));
  check("has its bill of materials", files.some(({ path }) => path === "/app/sbom.cdx.json") ? undefined : "no /app/sbom.cdx.json");

  const began = inside("date +%s");
  await walk();
  const written = inside(`find / -xdev -newermt @${began} -type f 2>/dev/null`)
    .split("\n")
    .filter((path) => path !== "" && !/^\/(proc|sys|dev|run|tmp|etc\/(hosts|hostname|resolv\.conf))/.test(path));
  if (engine === "buildah") check("wrote nothing into its file system", written.length === 0 ? undefined : written.slice(0, 3).join(", "));
} finally {
  if (engine === "buildah") spawnSync("buildah", ["rm", container]);
}
process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
process.exit(failures.length > 0 ? 1 : 0);

/** The output of a shell command in the image, as root. Only this test uses a shell of the base; the product needs none. */
function inside(script: string): string {
  return engine === "docker"
    ? output("docker", "run", "--rm", "--user=0", "--entrypoint=/bin/sh", TAG, "-c", script)
    : output("buildah", "run", "--isolation=chroot", "--user=0", container, "--", "/bin/sh", "-c", script);
}

/** Starts the demo with every process in the image, runs operator commands there, and lets a browser do the main job. */
async function walk(): Promise<void> {
  Object.assign(process.env, { SALLYPORT_PROGRAM: RUN_IN_IMAGE, SALLYPORT_CONTAINER: `${engine} ${container}`, E2E_UNWATCHED: "yes" });
  const stop = await startStack();
  check("template publish, customers, staff, web and worker run from the image", undefined);
  try {
    const migrated = await command("migrate");
    check("migrate finds the database up to date", /up to date/.test(migrated.output) ? undefined : migrated.output.trim());
    const preflight = await command("preflight");
    check("preflight finds no failure", preflight.code === 0 ? undefined : preflight.output.trim());
    const walked = await runProgram(
      join("node_modules", ".bin", "playwright"),
      ["test", "--config", "e2e/playwright.config.ts", "--reporter=list", "e2e/customer/walk.spec.ts"],
      { show: true },
    );
    check("the main job works in a browser", walked.code === 0 ? undefined : "see above");
  } finally {
    await stop();
  }
}

function command(name: string) {
  return runProgram(process.execPath, [RUN_IN_IMAGE, name], { env: partEnvironment("preflight") });
}
