import { readFileSync } from "node:fs";

/** Licences under which a package may be in what ships: none of them asks anything of the source around it. */
const PERMISSIVE = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC-BY-4.0",
  "ISC",
  "MIT",
  "MIT-0",
  "OFL-1.1",
]);

/** Packages that are accepted although the lock file says another licence or none, each with its reason. */
const ACCEPTED: readonly (readonly [packages: RegExp, licence: RegExp, reason: string])[] = [
  [
    /^@img\/sharp-/,
    /LGPL-3\.0-or-later/,
    "libvips, which Next.js names as optional for images: a shared library of its own that is never linked into ours, and no page uses next/image",
  ],
  [
    /^@next\/swc-/,
    /^$/,
    "Next.js's own compiler for other platforms, MIT as Next.js is; the lock file has no entry of theirs to read it from",
  ],
];

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** Packages of what ships (everything but development) whose licence is neither permissive nor accepted by name. */
export function licenseProblems(lock: string = readFileSync("package-lock.json", "utf8")): string[] {
  const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(lock);
  return Object.entries(packages).flatMap(([path, { license = "", dev, link }]) => {
    if (path === "" || dev || link) return [];
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const accepted = ACCEPTED.some(([packages, licence]) => packages.test(name) && licence.test(license));
    return accepted || isPermissive(license)
      ? []
      : [`${name} has the license ${license || "(none)"}, which scripts/gate/check-licenses.ts does not allow`];
  });
}

/** SPDX: one of the alternatives is enough, and of what is joined by AND each must do. */
function isPermissive(expression: string): boolean {
  const bare = expression.replace(/[()]/g, "");
  return bare.split(" OR ").some((one) => one.split(" AND ").every((licence) => PERMISSIVE.has(licence.trim())));
}
