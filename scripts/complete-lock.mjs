// Adds the optional packages of other platforms to package-lock.json. If the registry does not serve such a package, `npm install` leaves it
// out of the lock file, and `npm ci` then rejects the lock file. Run this after each `npm install`. `--check` changes nothing and exits with 1
// if an entry is missing.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const OS = ["android", "darwin", "freebsd", "linux", "openharmony", "win32", "sunos", "aix"];
const CPU = ["arm64", "x64", "ia32", "arm", "ppc64", "riscv64", "s390x"];

/** Whether Node.js, from this package, finds a package of this name in the lock file. */
function isLocked(from, name) {
  for (let base = from; ; ) {
    if (lock.packages[`${base ? `${base}/` : ""}node_modules/${name}`]) return true;
    if (base === "") return false;
    const cut = base.lastIndexOf("/node_modules/");
    base = cut < 0 ? "" : base.slice(0, cut);
  }
}

const missing = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (!isLocked(path, name)) missing.push({ name, version });
  }
}
const { values } = parseArgs({ options: { check: { type: "boolean" } } });
if (values.check) {
  for (const { name, version } of missing) console.error(`package-lock.json lacks ${name}@${version}`);
  process.exit(missing.length > 0 ? 1 : 0);
}
for (const { name, version: wanted } of missing) {
  // "npm:NAME@VERSION" is a package under another name. npm's own entries contain both names.
  const [, aliased, version = wanted] = /^npm:(.+)@([^@]+)$/.exec(wanted) ?? [];
  const words = name.split(/[/-]/);
  const os = OS.find((o) => words.includes(o));
  const cpu = CPU.find((c) => words.includes(c));
  const musl = words.some((word) => word.startsWith("musl"));
  lock.packages[`node_modules/${name}`] = {
    ...(aliased && { name: aliased }),
    version,
    ...(cpu && { cpu: [cpu] }),
    optional: true,
    ...(musl && { libc: ["musl"] }),
    ...(os && { os: [os] }),
  };
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
if (missing.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${missing.length} entries added to package-lock.json`);
