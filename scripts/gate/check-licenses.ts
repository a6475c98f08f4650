import { shippedPackages } from "#scripts/shipped-packages.ts";

/** The licenses that shipped packages may have. None of them restricts the license of the code that uses the package. */
const PERMISSIVE = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "OFL-1.1",
]);

/** Packages that may ship although the lock file names another license or none, each with the reason. */
const ACCEPTED: readonly (readonly [packages: RegExp, license: RegExp, reason: string])[] = [
  [
    /^@img\/sharp-/,
    /LGPL-3\.0-or-later/,
    "libvips, an optional dependency of Next.js for images: a separate shared library, and no page uses next/image",
  ],
  [
    /^@next\/swc-/,
    /^$/,
    "Next.js's own compiler for other platforms, under the MIT license as Next.js is; the lock file does not contain its license",
  ],
];

/** The shipped packages whose license is neither permissive nor accepted above. `lock` is the text of a lock file, ours by default. */
export function licenseProblems(lock?: string): string[] {
  return shippedPackages(lock).flatMap(({ name, license }) => {
    const isAccepted = ACCEPTED.some(([packages, accepted]) => packages.test(name) && accepted.test(license));
    return isAccepted || isPermissive(license)
      ? []
      : [`${name} has the license ${license || "(none)"}, which scripts/gate/check-licenses.ts does not allow`];
  });
}

/** Evaluates an SPDX license expression: one alternative of OR is enough, and every license of AND is required. */
export function isPermissive(expression: string): boolean {
  const bare = expression.replace(/[()]/g, "");
  return bare.split(" OR ").some((one) => one.split(" AND ").every((license) => PERMISSIVE.has(license.trim())));
}
