import { readFileSync } from "node:fs";

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** One installed package of the lock file. */
export interface ShippedPackage {
  readonly name: string;
  /** Its folder, such as `node_modules/pg`. It does not exist for an optional package of another platform. */
  readonly folder: string;
  readonly version: string;
  /** SPDX expression; empty when the lock file has none. */
  readonly license: string;
}

/**
 * The packages that ship: everything that the root's `dependencies` and `optionalDependencies` need. npm's own flag `dev` does not say this,
 * because npm also counts what a workspace needs, and the sandbox's packages do not ship.
 * @param lock the text of a package-lock.json
 */
export function shippedPackages(lock: string = readFileSync("package-lock.json", "utf8")): ShippedPackage[] {
  const { packages }: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(lock);
  const found = new Set<string>();
  const pending = [""];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const { dependencies, optionalDependencies, peerDependencies } = packages[path] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const needed = locate(packages, path, name);
      if (needed === undefined || found.has(needed)) continue;
      found.add(needed);
      pending.push(needed);
    }
  }
  return [...found].map((path) => {
    const { version = "", license = "" } = packages[path] ?? {};
    return { name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length), folder: path, version, license };
  });
}

/** Where Node.js finds a package of this name from another package. Undefined for an optional peer that is not installed. */
function locate(packages: Readonly<Record<string, unknown>>, from: string, name: string): string | undefined {
  for (let base = from; ; ) {
    const path = `${base ? `${base}/` : ""}node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (base === "") return undefined;
    base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")));
  }
}
