import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { commandEnv, keysEnv, ownerCommandEnv } from "#kernel/process/command-env.ts";
import { readWebEnv, readWorkerEnv } from "#kernel/process/env.ts";
import { withSecretFiles } from "#kernel/process/secret-values.ts";

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly profiles?: readonly string[];
  readonly deploy?: { readonly replicas: number };
}

let folder: string;
let compose: {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "compose-"));
  cpSync("deploy/compose", folder, { recursive: true });
  execFileSync(join(folder, "secrets.sh"));
  writeFileSync(join(folder, "secrets/oidc_client_secret"), "from the provider");
  writeFileSync(join(folder, "secrets/smtp_url"), "smtps://user:password@mail.example.com");
  compose = parse(readFileSync(join(folder, "compose.yaml"), "utf8"), { merge: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The environment of a service's process, with the secrets where the script put them. */
function environmentOf(name: string): Record<string, string> {
  const lines = readFileSync(join(folder, ".env.example"), "utf8")
    .split("\n")
    .filter((line) => /^\w+=/.test(line));
  const fromFile = lines.map((line): [string, string] => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
  const own = Object.entries(compose.services[name]?.environment ?? {});
  return Object.fromEntries([
    ...fromFile,
    ...own.map(([key, value]): [string, string] => [key, value.replace("/run/secrets", join(folder, "secrets"))]),
  ]);
}

test("with the example's settings and the generated secrets, web and worker have a valid environment", () => {
  expect(readWebEnv(environmentOf("web-1")).appUrl).toBe("https://portal.example.com");
  expect(readWorkerEnv(environmentOf("worker")).auditKey).not.toBeNull();
});

test("operators have a service of their own for every command, which is not started with the portal", () => {
  const source = environmentOf("operator");
  expect(compose.services["operator"]?.profiles).toEqual(["operator"]);
  expect(ownerCommandEnv(source).appUrl).toBe("https://portal.example.com");
  expect(commandEnv(source).auditKeys).toHaveLength(1);
  expect(keysEnv(source).arnIndexKeys).toHaveLength(1);
  // As preflight does, which reads the variables of web and worker without the owner's URL.
  const { DATABASE_OWNER_URL_FILE: _, ...processes } = source;
  expect([readWebEnv(processes).sandbox, readWorkerEnv(processes).sandbox]).toEqual([false, false]);
});

test("a provider of staff has a secret of its own, which only web and the operator's commands get", () => {
  const more: typeof compose = parse(readFileSync(join(folder, "staff-provider.yaml"), "utf8"), { merge: true });
  const secret = join(folder, more.secrets["staff_oidc_client_secret"]?.file ?? "");
  writeFileSync(secret, "of-the-staff-provider");
  const example = readFileSync(join(folder, ".env.example"), "utf8");
  const settings = [...example.matchAll(/^# (STAFF_\w+)=(.*)$/gm)].map(([, key = "", value = ""]) => [key, value]);
  expect(Object.keys(more.services)).toEqual(["web-1", "web-2", "operator"]);
  for (const [name, { environment = {} }] of Object.entries(more.services)) {
    const files = Object.keys(environment).map((key) => [key, secret]);
    const { DATABASE_OWNER_URL_FILE: _, ...source } = environmentOf(name);
    const { staffOidc } = readWebEnv({ ...source, ...Object.fromEntries([...settings, ...files]) });
    expect(staffOidc?.clientSecret.newest.reveal(), name).toBe("of-the-staff-provider");
  }
});

test("the migration has the URL of every role, each with another password", () => {
  const source = withSecretFiles(environmentOf("migrate"));
  const urls = Object.keys(source)
    .filter((name) => /^DATABASE\w*_URL$/.test(name))
    .map((name) => new URL(source[name] ?? ""));
  expect(urls.map(({ username }) => username).toSorted()).toEqual(["postgres", "sp_app", "sp_owner", "sp_signin", "sp_staff", "sp_worker"]);
  expect(new Set(urls.map(({ password }) => password)).size).toBe(6);
});

test("a service gets no secret that it does not use, and every secret has a file that only its owner can read", () => {
  for (const [name, { environment = {}, secrets = [] }] of Object.entries(compose.services)) {
    const used = Object.values(environment).flatMap((value) => /^\/run\/secrets\/(\w+)$/.exec(value)?.[1] ?? []);
    expect(secrets.toSorted(), name).toEqual(used.toSorted());
  }
  for (const { file } of Object.values(compose.secrets)) expect(statSync(join(folder, file)).mode & 0o077, file).toBe(0);
});

test("the portal's processes can't write and have no privilege, and only the proxy can be reached from outside", () => {
  for (const name of ["migrate", "operator", "web-1", "web-2", "worker"])
    expect(compose.services[name], name).toMatchObject({ read_only: true, cap_drop: ["ALL"] });
  const open = Object.entries(compose.services).filter(([, { ports }]) => ports !== undefined);
  expect(open.map(([name]) => name)).toEqual(["proxy"]);
  expect(compose.services["database"]?.networks).toEqual(["inside"]);
});

test("the proxy knows every web process by name, so that it can check the health of each", () => {
  const upstreams = /reverse_proxy (.+) \{/.exec(readFileSync(join(folder, "Caddyfile"), "utf8"))?.[1]?.split(" ");
  const webs = Object.keys(compose.services).filter((name) => name.startsWith("web-"));
  expect(upstreams).toEqual(webs.map((name) => `${name}:3000`));
  expect(webs).toHaveLength(2);
  // Compose replaces all replicas of a service at the same time, so each web process is a service with one container.
  for (const name of webs) expect(compose.services[name]?.deploy, name).toBeUndefined();
});

test("running the script again keeps every secret", () => {
  const before = Object.values(compose.secrets).map(({ file }) => readFileSync(join(folder, file), "utf8"));
  execFileSync(join(folder, "secrets.sh"));
  expect(Object.values(compose.secrets).map(({ file }) => readFileSync(join(folder, file), "utf8"))).toEqual(before);
});
