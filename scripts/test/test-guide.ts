import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildRelease } from "#stack/build/build-release.ts";
import { runProgram } from "#stack/run-program.ts";
import { say, secondsSince } from "#stack/say.ts";
import { ensureTools } from "./ensure-tools.ts";
import { findLeftover } from "./guide/find-leftover.ts";
import { findGuideEngine } from "./guide/guide-engine.ts";
import { prepareMachine } from "./guide/guide-machine.ts";
import { GuideShell } from "./guide/guide-shell.ts";
import { type Block, type GuideForm, readBlocks, valuesOf, withValues } from "./guide/read-guide.ts";
import { checkRepeatedRequests } from "./guide/repeated-requests.ts";

/**
 * Follows the guide for operators: runs every block marked `sh` of docs/deploy.md in one shell, with other places and ports than a reader has, in an
 * empty folder with a fresh Postgres and the sandbox. Then a browser does the main job in the portal that the guide has made, and the blocks of the
 * other pages follow, and at last the block that ends a trial, which must leave nothing running. `systemctl` is replaced where systemd does not run
 * (scripts/test/guide/systemctl.ts). The last line is the sum.
 *
 * Argument: the form, `folder` by default, or `image`, which needs root and podman or Docker (guide-engine.ts has its variables).
 */
const began = performance.now();
let passed = 0;
const failures: string[] = [];
function check(name: string, problem: string | undefined): void {
  say(`${problem === undefined ? "ok  " : "FAIL"} ${name}`);
  if (problem === undefined) passed += 1;
  else failures.push(`guide > ${name}: ${problem.split("\n").at(-1)}`);
}

const form = chosenForm();
const engine = form === "image" ? findGuideEngine() : undefined;
if (form === "image" && (engine === undefined || process.getuid?.() !== 0)) {
  const name = "podman or Docker works, as root";
  check(name, "Install podman or Docker, check that `podman info` or `docker info` works, and run the command as root");
  end();
}
await ensureTools();
if (form === "folder") await buildRelease();
const machine = await prepareMachine(engine);
const shell = new GuideShell(machine.folder, machine.env, form);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop().finally(() => process.exit(1)));
const skipped: string[] = [];
const endsTrial = ({ section }: Block) => section === "End a trial";
try {
  const outputs = await follow("docs/deploy.md", (block) => !endsTrial(block));
  if (failures.length === 0) await useThePortal(outputs);
  for (const document of ["docs/secrets.md", "docs/audit-log.md", "docs/backup.md"]) if (failures.length === 0) await follow(document);
  if (failures.length === 0) await endTrial();
} finally {
  await stop();
}
say(`Blocks that are not executed: ${skipped.length}`);
for (const line of skipped) say(`  ${line}`);
say(`All in ${secondsSince(began)}.`);
end();

function end(): never {
  for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
  process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
  process.exit(failures.length > 0 ? 1 : 0);
}

function chosenForm(): GuideForm {
  const [word = "folder"] = process.argv.slice(2);
  if (word === "folder" || word === "image") return word;
  process.stderr.write("usage: npm run test:guide [-- folder|image]\n");
  process.exit(64);
}

async function stop(): Promise<void> {
  shell.stop();
  await machine.stop();
}

/** Runs the blocks of a document until one fails, and returns what they printed. @param isWanted leaves out the others */
async function follow(document: string, isWanted: (block: Block) => boolean = () => true): Promise<string> {
  let printed = "";
  let lacking: string | undefined;
  for (const block of readBlocks(document, readFileSync(document, "utf8")).filter(isWanted)) {
    // What follows a block that could not run may depend on it.
    lacking ??= machine.lacks.find((program) => block.notExecuted === undefined && block.text.includes(program));
    const reason = block.notExecuted ?? otherWay(block) ?? (lacking && `${lacking} is not installed`);
    if (reason !== undefined) {
      skipped.push(`${block.document}:${block.line}: ${reason}`);
      continue;
    }
    const { ok, output } = await shell.run(withValues(block, machine.values));
    printed += `${output}\n`;
    check(titleOf(block), ok ? undefined : output || "no output");
    if (ok) continue;
    process.stderr.write(`${output}\n`);
    return printed;
  }
  return printed;
}

/** Why this run of the test leaves out a block that another run executes. */
function otherWay(block: Block): string | undefined {
  if (block.form !== undefined && block.form !== form) return `it is for the ${block.form} form`;
  return process.env["IMAGE"] && valuesOf(block).includes("BUILD_OPTIONS") ? "IMAGE names an image that exists" : undefined;
}

function titleOf({ document, line, text }: Block): string {
  const first = text.split("\n").find((each) => !/^([A-Z0-9_]+=|#|$)/.test(each)) ?? text.split("\n")[0] ?? "";
  return `${document}:${line}: ${first.slice(0, 80)}`;
}

async function endTrial(): Promise<void> {
  const before = passed;
  await follow("docs/deploy.md", endsTrial);
  if (passed > before) check("nothing of the trial is left", await findLeftover(machine));
}

/** The first people accept their invitations, and a browser does the main job through the proxy. */
async function useThePortal(printed: string): Promise<void> {
  const data = join(machine.folder, "data");
  mkdirSync(data);
  const secret = (name: string) => readFileSync(join(machine.values["CONFIG"] ?? "", "secrets", name), "utf8").trim();
  writeFileSync(
    join(data, "command.env"),
    [
      `APP_URL=${machine.portalUrl}`,
      `AUTH_SECRET=${secret("auth_secret")}`,
      `DATABASE_OWNER_URL=${secret("database_owner_url")}`,
      `DATABASE_STAFF_URL=${secret("database_staff_url")}\n`,
    ].join("\n"),
    { mode: 0o600 },
  );
  const env = {
    NODE_EXTRA_CA_CERTS: join(machine.values["CONFIG"] ?? "", "tls", "portal.crt"),
    E2E_PORTAL_URL: machine.portalUrl,
    E2E_SANDBOX_URL: machine.sandboxUrl,
    E2E_DATA: data,
    E2E_OWN_CERTIFICATE: "yes",
  };
  const invitations = [...printed.matchAll(/^(\S+@\S+) (https:\S+)$/gm)].map(([, email = "", link = ""]) => [email, link]);
  check("the guide has invited an admin and a customer", invitations.length === 2 ? undefined : `${invitations.length} links`);
  for (const [email = "", link = ""] of invitations) {
    const accepted = await runProgram(process.execPath, ["scripts/test/guide/accept-invitation.ts", machine.portalUrl, link, email], {
      env,
    });
    check(`${email} signs in with the link`, accepted.code === 0 ? undefined : accepted.output.trim());
  }
  const args = ["test", "--config", "e2e/playwright.config.ts", "--reporter=list", "--grep", "a person signs in, creates the role"];
  const walk = await runProgram(join("node_modules", ".bin", "playwright"), [...args, "e2e/customer/walk.spec.ts"], { env, show: true });
  check("a browser does the main job through the proxy", walk.code === 0 ? undefined : "see above");
  if (machine.haproxy !== undefined)
    check(
      "the proxy repeats a page that a web process did not answer, and no change",
      await checkRepeatedRequests(machine.haproxy, machine.configuration, machine.folder),
    );
}
