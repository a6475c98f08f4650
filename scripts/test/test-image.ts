import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runProgram } from "#stack/run-program.ts";
import { say } from "#stack/say.ts";
import { partEnvironment, superuserUrl } from "#stack/testing/running-stack.ts";
import startStack from "#stack/testing/start-stack.ts";
import { findBrowser } from "./ensure-tools.ts";
import {
  type BuiltImage,
  buildArguments,
  buildOptions,
  commandInImage,
  findEngine,
  IMAGE_RUN_FILE,
  type ImageFile,
  openImage,
} from "./image-engine.ts";

/**
 * Builds the image and runs the product from it: migrate, template publish, customers, staff, web, worker and preflight, against a real Postgres and the
 * sandbox, with the main job in a browser; with a read-only root file system and, with buildah, without a shell. Installs nothing.
 *
 * Needs Chromium and docker, or buildah with netavark, and root for buildah. BASE and BUILDER replace the Dockerfile's own base images, NPMRC is the path of an
 * .npmrc for the build, CA that of certificates that npm trusts in addition. IMAGE names an image that exists, which is then tested instead of a new one. The last line is the sum.
 */
const EXISTING = process.env["IMAGE"] || undefined;
const TAG = EXISTING ?? "sallyport:test";
const RUN_IN_IMAGE = "scripts/test/run-in-image.ts";
const MOST_BYTES = 290_000_000;

let passed = 0;
const failures: string[] = [];
function check(name: string, problem: string | false | undefined): void {
  const failed = problem !== undefined && problem !== false;
  say(`${failed ? "FAIL" : "ok  "} ${name}${failed ? `: ${problem}` : ""}`);
  if (failed) failures.push(`${name}: ${problem}`);
  else passed += 1;
}

function end(): never {
  for (const failure of failures) say(`FAIL ${failure}`);
  process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
  process.exit(failures.length > 0 ? 1 : 0);
}

const engine = findEngine();
if (engine === undefined) {
  check("docker or buildah is installed", "neither is. Install one of them, for example: apt-get install buildah netavark");
  end();
}
if (engine === "buildah" && process.getuid?.() !== 0) {
  check("the image can be mounted", "buildah needs root to mount it. Run the command as root");
  end();
}
if (findBrowser() === undefined) {
  check("Chromium is installed", "it is not. Install it, for example: apt-get install chromium-headless-shell, or set CHROMIUM_PATH");
  end();
}

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const revision = execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim();
if (EXISTING === undefined) await buildImage(engine);
const image = openImage(engine, TAG);
try {
  checkConfig(image);
  checkFiles(image);
  await checkPermissions(image);
  await walk(image);
} catch (error) {
  check("the product runs from the image", error instanceof Error ? error.message : String(error));
} finally {
  image.remove();
}
end();

async function buildImage(by: "docker" | "buildah"): Promise<void> {
  say(`Building the image with ${by} ...`);
  const { args, env } = buildArguments(by);
  const values = [
    ...buildOptions(),
    `--build-arg=VERSION=${version}`,
    `--build-arg=REVISION=${revision}`,
    // The cache of buildah and podman does not notice that an argument in a label has another value.
    `--label=org.opencontainers.image.version=${version}`,
    `--label=org.opencontainers.image.revision=${revision}`,
    `--tag=${TAG}`,
    ".",
  ];
  const began = performance.now();
  const { code } = await runProgram(by, [...args, ...values], { show: true, env });
  const seconds = Math.round((performance.now() - began) / 1000);
  check(`the image is built (${seconds} s)`, code !== 0 && "see above");
  if (code !== 0) end();
}

function checkConfig({ config, layers }: BuiltImage): void {
  const { User, Entrypoint, Healthcheck, Labels } = config;
  check("runs as a user who is not root, by number", User !== "10001:10001" && `as ${User || "root"}`);
  check("starts the program without a shell", Entrypoint?.[0] !== "node" && String(Entrypoint));
  check("has a health check without a shell", Healthcheck?.Test?.[0] !== "CMD" && String(Healthcheck?.Test));
  for (const [name, value] of [
    ["title", "Sallyport"],
    ["licenses", "Apache-2.0"],
    ["version", version],
    ["revision", revision],
  ] as const) {
    const label = Labels?.[`org.opencontainers.image.${name}`];
    // An image that exists can be of another version and revision.
    const isRight = EXISTING !== undefined && (value === version || value === revision) ? label && label !== "unknown" : label === value;
    check(`has the label ${name}`, !isRight && `${label} instead of ${value}`);
  }
  const copied = layers.filter((layer) => /\bCOPY\b/.test(layer));
  const parts = ["/usr/local/bin/node", "/app/web/node_modules", "/app/"];
  const apart = copied.length === parts.length && parts.every((part, n) => copied[n]?.includes(part));
  check("has Node.js, the packages and the rest in layers of their own, what changes most last", !apart && copied.join("; "));
}

function checkFiles(built: BuiltImage): void {
  const files = built.files();
  const size = (some: readonly ImageFile[]) =>
    [...new Map(some.map((file) => [file.inode, file.bytes])).values()].reduce((sum, n) => sum + n, 0);
  const of = (test: (path: string) => boolean) => `${(size(files.filter(({ path }) => test(path))) / 1e6).toFixed(1)} MB`;
  const inPackages = (path: string) => path.startsWith("/app/web/node_modules/");
  const isNode = (path: string) => path === "/usr/local/bin/node";
  say(
    `Node.js ${of(isNode)}, packages ${of(inPackages)}, the rest of the portal ${of((path) => path.startsWith("/app/") && !inPackages(path))}, base ${of((path) => !path.startsWith("/app/") && !isNode(path))}`,
  );
  const bytes = size(files);
  check(`has ${(bytes / 1e6).toFixed(1)} MB, at most ${MOST_BYTES / 1e6}`, bytes > MOST_BYTES && "too large");
  const app = files.filter(({ path }) => path.startsWith("/app/"));
  const some = (found: readonly ImageFile[]) =>
    found.length > 0 &&
    found
      .slice(0, 3)
      .map(({ path }) => path)
      .join(", ");
  check(
    "has no sources, tests, source maps or image library",
    some(app.filter(({ path }) => /\.[cm]?tsx?$|\.test\.|\/sharp\/|\/@img\/|\.map$/.test(path))),
  );
  check(
    "has no file of the checkout that could hold a secret",
    some(app.filter(({ path }) => /\/\.(env|npmrc|git|data)(\/|$)|\/deploy\/compose\//.test(path) && !inPackages(path))),
  );
  const writable = app.filter(({ mode, owner }) => owner !== "0" || /[2367].?$/.test(mode.slice(-2)));
  check("belongs to root, and nobody else can change it", some(writable));
  check("has its license", !app.some(({ path }) => path === "/app/LICENSE") && "no /app/LICENSE");
  checkBill(built, app);
}

function checkBill(built: BuiltImage, app: readonly ImageFile[]): void {
  const path = "/app/sbom.cdx.json";
  const text = app.some((file) => file.path === path) ? built.read(path) : "{}";
  const { bomFormat, components = [] } = JSON.parse(text) as { bomFormat?: string; components?: { name: string }[] };
  const names = new Set(components.map(({ name }) => name));
  const isRight = bomFormat === "CycloneDX" && names.has("next") && !names.has("vitest");
  check(`has its bill of materials, with ${names.size} components that ship`, !isRight && `${path} is missing or wrong`);
}

/** A program in the image says who it is and tries to write. */
async function checkPermissions({ run }: BuiltImage): Promise<void> {
  const tried = ["/app/x", "/tmp/x", "/x", "/app/web/.next/x"];
  const script = `console.log(JSON.stringify([process.getuid(), process.getgroups().includes(0), ...${JSON.stringify(tried)}.map((path) => {
    try { require("fs").writeFileSync(path, ""); return "written"; } catch (error) { return error.code; } })]))`;
  const { command, args, env } = commandInImage(run, {}, ["-e", script], "node");
  const { output } = await runProgram(command, args, { env });
  const expected = JSON.stringify([10001, false, ...tried.map(() => "EROFS")]);
  check("a process is not root, and its file system is read-only", output.trim() !== expected && output.trim());
}

/** Starts the demo with every process in the image, runs operator commands there, and lets a browser do the main job. */
async function walk({ run, config }: BuiltImage): Promise<void> {
  mkdirSync(dirname(IMAGE_RUN_FILE), { recursive: true });
  writeFileSync(IMAGE_RUN_FILE, JSON.stringify(run));
  Object.assign(process.env, { SALLYPORT_PROGRAM: RUN_IN_IMAGE, E2E_UNWATCHED: "yes" });
  const stop = await startStack();
  check("template publish, customers, staff, web and worker run from the image", undefined);
  try {
    const migrated = await command("migrate");
    check("migrate finds the database up to date", !/up to date/.test(migrated.output) && migrated.output.trim());
    const created = await command("migrate", onNewDatabase());
    check("migrate creates a database from nothing", !/migrations applied/.test(created.output) && created.output.trim());
    const preflight = await command("preflight");
    check("preflight finds no failure", preflight.code !== 0 && preflight.output.trim());
    const { port } = new URL(process.env["E2E_PORTAL_URL"] ?? "");
    const healthy = await healthCheck(port);
    check(
      "its health check passes while the web process runs",
      healthy.code !== 0 && (healthy.output.trim() || `exit status ${healthy.code}`),
    );
    check("its health check fails where no web process listens", (await healthCheck("9")).code === 0 && "it passed");
    const walked = await runProgram(
      join("node_modules", ".bin", "playwright"),
      ["test", "--config", "e2e/playwright.config.ts", "--reporter=list", "e2e/customer/walk.spec.ts"],
      { show: true },
    );
    check("the main job works in a browser", walked.code !== 0 && "see above");
  } finally {
    await stop();
  }

  function healthCheck(port: string) {
    const [, program = "", ...rest] = config.Healthcheck?.Test ?? [];
    const { command: engineCommand, args, env } = commandInImage(run, { PORT: port }, rest, program);
    return runProgram(engineCommand, args, { env });
  }
}

function command(name: string, changed: Readonly<Record<string, string>> = {}) {
  return runProgram(process.execPath, [RUN_IN_IMAGE, name], { env: { ...partEnvironment("preflight"), ...changed } });
}

/** The URLs of a database that does not exist on the same server, and of the administrator who can create it. */
function onNewDatabase(): Readonly<Record<string, string>> {
  const elsewhere = (url: string) => Object.assign(new URL(url), { pathname: "/from_nothing" }).href;
  const urls = Object.entries(partEnvironment("preflight")).filter(([name]) => /^DATABASE_\w*URL$/.test(name));
  return { ...Object.fromEntries(urls.map(([name, url]) => [name, elsewhere(url)])), DATABASE_ADMIN_URL: superuserUrl() };
}
