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

/** Evaluates an SPDX license expression: one alternative of OR is enough, and every license of AND is required. */
export function isPermissive(expression: string): boolean {
  const bare = expression.replace(/[()]/g, "");
  return bare.split(" OR ").some((one) => one.split(" AND ").every((license) => PERMISSIVE.has(license.trim())));
}
