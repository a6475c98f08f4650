import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

type Manifest = Readonly<Record<string, Readonly<Record<string, string>>>>;
const manifest = (file: string): Manifest => JSON.parse(readFileSync(file, "utf8"));
const versions = ({ dependencies, devDependencies, optionalDependencies }: Manifest) => ({
  ...dependencies,
  ...devDependencies,
  ...optionalDependencies,
});
const portal = manifest("package.json");
const sandbox = manifest("sandbox/package.json");

test("the portal and the sandbox install the same version of a package that both use", () => {
  const ours = versions(portal);
  const shared = Object.entries(versions(sandbox)).filter(([name]) => name in ours);
  expect(shared.length).toBeGreaterThan(3);
  expect(shared.filter(([name, version]) => ours[name] !== version)).toEqual([]);
});

test("nothing that ships depends on the sandbox", () => {
  expect(Object.keys({ ...portal["dependencies"], ...portal["optionalDependencies"] })).not.toContain("@sallyport/aws-sandbox");
  expect(portal["devDependencies"]?.["@sallyport/aws-sandbox"]).toBe(sandbox["version"]);
});

test("the sandbox publishes its entries only, so that no file inside it can be imported from outside", () => {
  expect(Object.keys(sandbox["exports"] ?? {})).toEqual([
    ".",
    "./testing",
    "./policies",
    "./session-secrets",
    "./vitest-setup",
    "./package.json",
  ]);
  expect(Object.keys(portal["imports"] ?? {}).filter((name) => /sandbox/.test(name))).toEqual([]);
});
