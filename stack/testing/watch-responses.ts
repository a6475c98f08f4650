// Preloaded into the web process of the browser tests. Searches every byte of every response for secrets.
import { appendFileSync, writeFileSync } from "node:fs";
import { Server, ServerResponse } from "node:http";
import { join } from "node:path";
import { SECRET_PREFIX, TOKEN_PREFIX } from "@sallyport/aws-sandbox/session-secrets";
import { secretEncodings, secretsOf } from "./secret-encodings.ts";

const folder = decodeURIComponent(new URL(import.meta.url).search.slice(1));
const searched = [
  ["the secret key of a role session", SECRET_PREFIX],
  ["the token of a role session", TOKEN_PREFIX],
  ...secretsOf(process.env),
].flatMap(([name, secret]) => secretEncodings(secret ?? "").map((trace) => ({ name, trace })));
const longest = Math.max(...searched.map(({ trace }) => trace.length));
const seen = { responses: 0, bytes: 0 };
const ends = new WeakMap<ServerResponse, string>();

function search(response: ServerResponse, text: string): void {
  // The end of the previous chunk is searched again, so that a secret that is split over two chunks is found.
  const whole = (ends.get(response) ?? "") + text;
  ends.set(response, whole.slice(-longest));
  for (const { name, trace } of searched)
    if (whole.includes(trace)) appendFileSync(join(folder, "leaks.txt"), `${name} in the response to ${response.req.url}\n`);
}

/** The chunks of each file of the build, as they were searched. Most bytes of the portal are such files, and the same for everybody. */
const searchedFiles = new Map<string, Uint8Array[]>();
/** How many chunks of such a file a response has had, or null once one differed from what was searched. */
const positions = new WeakMap<ServerResponse, number | null>();

/** Whether this chunk, and all before it, are byte for byte those that were searched in an earlier response with the same file. */
function isSearched(response: ServerResponse, chunk: Uint8Array): boolean {
  const { url = "" } = response.req;
  const nth = positions.get(response) ?? 0;
  if (!url.startsWith("/_next/static/") || positions.get(response) === null) return false;
  const chunks = searchedFiles.get(url) ?? [];
  searchedFiles.set(url, chunks);
  const searched = chunks[nth];
  if (searched === undefined) chunks[nth] = Uint8Array.from(chunk);
  const isSame = searched !== undefined && Buffer.compare(searched, chunk) === 0;
  positions.set(response, searched === undefined || isSame ? nth + 1 : null);
  return isSame;
}

function inspectChunk(response: ServerResponse, chunk: unknown): void {
  if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) return;
  seen.bytes += chunk.length;
  if (typeof chunk !== "string" && isSearched(response, chunk)) {
    ends.set(response, Buffer.from(chunk.subarray(-longest)).toString("latin1"));
    return;
  }
  search(response, typeof chunk === "string" ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString("latin1"));
}

type Method = (...args: unknown[]) => unknown;
/** Replaces a method by one that first calls `before`. */
function wrapMethod(of: object, name: string, before: (self: never, args: readonly unknown[]) => void): void {
  const method = Reflect.get(of, name) as Method;
  Reflect.set(of, name, function (this: never, ...args: unknown[]) {
    before(this, args);
    return Reflect.apply(method, this, args);
  });
}

wrapMethod(ServerResponse.prototype, "write", (self: ServerResponse, [chunk]) => inspectChunk(self, chunk));
wrapMethod(ServerResponse.prototype, "end", (self: ServerResponse, [chunk]) => {
  inspectChunk(self, chunk);
  search(self, JSON.stringify(self.getHeaders()));
  seen.responses += 1;
  if (seen.responses % 50 === 0) writeFileSync(join(folder, "responses.json"), JSON.stringify(seen));
});
// Prevents compressed responses, which cannot be searched.
wrapMethod(Server.prototype, "emit", (_: Server, [event, request]) => {
  if (event === "request") delete (request as { headers: Record<string, unknown> }).headers["accept-encoding"];
});
