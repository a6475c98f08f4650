import { createHash } from "node:crypto";

/**
 * SHA-256 of plain data as lower-case hex, over its JSON with sorted keys and no white space: what
 * `jq -jcS . | sha256sum` prints, so that anyone who has the data can compute it without the portal.
 */
export function contentDigest(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value), "utf8").digest("hex");
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(",")}}`;
}
