// Preloaded into the web process of the browser tests: every byte that it answers is read along and searched for secrets.
import { appendFileSync, writeFileSync } from "node:fs";
import { Server, ServerResponse } from "node:http";
import { join } from "node:path";
import { SECRET_PREFIX, TOKEN_PREFIX } from "#sandbox/aws/sts/session-keys.ts";
import { secretEncodings, secretsOf } from "./secret-encodings.ts";

const folder = decodeURIComponent(new URL(import.meta.url).search.slice(1));
const wanted = [["a session's secret", SECRET_PREFIX], ["a session's token", TOKEN_PREFIX], ...secretsOf(process.env)].flatMap(
  ([name, secret]) => secretEncodings(secret ?? "").map((trace) => ({ name, trace })),
);
const longest = Math.max(...wanted.map(({ trace }) => trace.length));
const seen = { responses: 0, bytes: 0 };
const ends = new WeakMap<ServerResponse, string>();

function look(response: ServerResponse, text: string): void {
  // What is split over two chunks is found too: the end of the one before is looked at again.
  const whole = (ends.get(response) ?? "") + text;
  ends.set(response, whole.slice(-longest));
  for (const { name, trace } of wanted)
    if (whole.includes(trace)) appendFileSync(join(folder, "leaks.txt"), `${name} in the answer to ${response.req.url}\n`);
}

function take(response: ServerResponse, chunk: unknown): void {
  if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) return;
  seen.bytes += chunk.length;
  look(response, typeof chunk === "string" ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString("latin1"));
}

type Method = (...args: unknown[]) => unknown;
/** Calls `before` ahead of what the method did and does. */
function along(of: object, name: string, before: (self: never, args: readonly unknown[]) => void): void {
  const method = Reflect.get(of, name) as Method;
  Reflect.set(of, name, function (this: never, ...args: unknown[]) {
    before(this, args);
    return Reflect.apply(method, this, args);
  });
}

along(ServerResponse.prototype, "write", (self: ServerResponse, [chunk]) => take(self, chunk));
along(ServerResponse.prototype, "end", (self: ServerResponse, [chunk]) => {
  take(self, chunk);
  look(self, JSON.stringify(self.getHeaders()));
  seen.responses += 1;
  if (seen.responses % 50 === 0) writeFileSync(join(folder, "responses.json"), JSON.stringify(seen));
});
// Nothing is answered packed, so that what is read along is what was said.
along(Server.prototype, "emit", (_: Server, [event, request]) => {
  if (event === "request") delete (request as { headers: Record<string, unknown> }).headers["accept-encoding"];
});
