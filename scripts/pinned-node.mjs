// Chooses the Node.js that all scripts run on. Plain JavaScript without dependencies, because it runs under the system's Node.js.
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * The release lines that can replace the pinned Node.js, each with its first release without a known vulnerability (the security releases of
 * October 2026, which include CVE-2026-111497). Line 22 has those fixes too, but the portal's HTTP server needs an option that was added in
 * 24.9. Line 25 is out of support. docs/advisories.md explains how to check these versions.
 */
export const MINIMUM_NODE_VERSIONS = { 24: "24.22.1", 26: "26.12.1" };

/** @param {string} version such as "24.22.3" @returns {boolean} whether the portal can run on it */
export function isAcceptableNode(version) {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  const newest = Math.max(...Object.keys(MINIMUM_NODE_VERSIONS).map(Number));
  if (major > newest) return true;
  const minimum = MINIMUM_NODE_VERSIONS[major];
  if (minimum === undefined) return false;
  const [, minMinor = 0, minPatch = 0] = minimum.split(".").map(Number);
  return minor > minMinor || (minor === minMinor && patch >= minPatch);
}

/** The path of the pinned Node.js from the optional dependency, else of the running one if it is acceptable. @param {string} root of the project */
export function pinnedNode(root) {
  const path = join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(path)) return path;
  return isAcceptableNode(process.versions.node) ? process.execPath : undefined;
}

/** The message for a person if `pinnedNode` returns undefined. */
export const NO_NODE = `No Node.js package exists for this platform, and the installed version ${process.versions.node} is not supported. Install Node.js ${Object.values(MINIMUM_NODE_VERSIONS).join(" or ")}, or a later release of the same line.`;
