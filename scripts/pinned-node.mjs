// Which Node everything of ours runs on. Plain JavaScript, no dependency: it is read under the system's Node.
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * The release lines that may replace the pinned Node, each with its first release without a known weakness (the security
 * releases of October 2026, CVE-2026-111497 among them). Line 22 has those corrections too, but the portal's HTTP server
 * needs an option that came with 24.9, and line 25 is out of support. docs/advisories.md says how to check these numbers.
 */
export const MINIMUM_NODE_VERSIONS = { 24: "24.22.1", 26: "26.12.1" };

/** @param {string} version such as "24.22.3" @returns {boolean} whether everything of ours may run on it */
export function isAcceptableNode(version) {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  const newest = Math.max(...Object.keys(MINIMUM_NODE_VERSIONS).map(Number));
  if (major > newest) return true;
  const floor = MINIMUM_NODE_VERSIONS[major];
  if (floor === undefined) return false;
  const [, minorFloor = 0, patchFloor = 0] = floor.split(".").map(Number);
  return minor > minorFloor || (minor === minorFloor && patch >= patchFloor);
}

/** The pinned Node of the optional dependency, else the running one when it is acceptable. @param {string} root of the project */
export function pinnedNode(root) {
  const path = join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(path)) return path;
  return isAcceptableNode(process.versions.node) ? process.execPath : undefined;
}

/** What to tell a person for whom `pinnedNode` found nothing. */
export const NO_NODE = `No Node for this platform came with the packages, and this one is ${process.versions.node}. Install Node ${Object.values(MINIMUM_NODE_VERSIONS).join(" or ")}, or later of the same line.`;
