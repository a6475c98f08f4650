import { isPermissive } from "#scripts/build/allowed-licenses.ts";
import { shippedPackages } from "#scripts/shipped-packages.ts";

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
      : [`${name} has the license ${license || "(none)"}, which scripts/build/allowed-licenses.ts does not allow`];
  });
}
