import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

interface Bill {
  readonly bomFormat: string;
  readonly components: readonly { readonly name: string; readonly version: string }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const lock: { packages: Record<string, { version?: string; dev?: boolean }> } = JSON.parse(readFileSync("package-lock.json", "utf8"));
const development = Object.entries(lock.packages)
  .filter(([, { dev }]) => dev === true)
  .map(([path, { version }]) => `${path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)}@${version}`);

interface Installed {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, Installed>>;
}

/** What npm itself installs for the root without its development packages and without the workspaces, from the lock file. */
function shippedByNpm(): ReadonlySet<string> {
  const words = ["ls", "--all", "--json", "--package-lock-only", "--omit=dev", "--workspaces=false"];
  const { stdout, stderr, status } = spawnSync("npm", words, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  expect(status, stderr).toBe(0);
  const found = new Set<string>();
  const add = ({ dependencies = {} }: Installed): void => {
    for (const [name, installed] of Object.entries(dependencies)) {
      // An optional package or peer that is not in the lock file has no version.
      if (installed.version !== undefined) found.add(`${name}@${installed.version}`);
      add(installed);
    }
  };
  add(JSON.parse(stdout));
  return found;
}

test("the bill of materials names every shipped package with its version, and no package of development or of the sandbox", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/cli/sallyport.ts", "sbom"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(status, stderr).toBe(0);
  const bill: Bill = JSON.parse(stdout);
  expect(bill.bomFormat).toBe("CycloneDX");
  const named = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
  const shipped = shippedByNpm();
  expect(shipped.size).toBeGreaterThan(100);
  expect([...shipped].filter((one) => !named.has(one))).toEqual([]);
  expect([...named].filter((one) => !shipped.has(one))).toEqual([]);
  expect(development.filter((one) => named.has(one))).toEqual([]);
  const refs = new Set(bill.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]));
  expect([...refs].filter((ref) => /^(vitest|oidc-provider|smtp-server|@sallyport\/aws-sandbox)@/.test(ref))).toEqual([]);
});

test.each([
  [
    "a notice beside the list is left out",
    'console.error("npm notice { a new version }"); console.log(JSON.stringify({ components: [], dependencies: [] }));',
    0,
    "",
  ],
  ["an npm that can't list packages is named", 'console.error("Unknown command"); process.exit(1);', 1, "npm 10.2 or later is needed"],
])("%s", (_, program, expected, error) => {
  const folder = mkdtempSync(join(tmpdir(), "npm-"));
  const npm = join(folder, "npm.cjs");
  writeFileSync(npm, program);
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/cli/sallyport.ts", "sbom"], {
    encoding: "utf8",
    env: { ...process.env, npm_execpath: npm },
  });
  rmSync(folder, { recursive: true });
  expect([status, stdout], stderr).toEqual([expected, expected === 0 ? expect.stringContaining('"components": []') : ""]);
  expect(stderr).toContain(error);
});
