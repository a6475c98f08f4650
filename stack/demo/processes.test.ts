import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startPart, untilReady } from "./processes.ts";

let logFolder: string;
beforeAll(() => {
  logFolder = mkdtempSync(join(tmpdir(), "sallyport-parts-"));
});
afterAll(() => rmSync(logFolder, { recursive: true, force: true }));

it("a process that ends during startup is named together with what it printed last", async () => {
  const script = 'console.error("first line"); throw new Error("listen EADDRINUSE: address already in use 127.0.0.1:4566");';
  const part = startPart({ name: "sandbox", command: ["--input-type=module", "--eval", script], env: {}, logFolder });
  const outcome = untilReady(part, "http://127.0.0.1:1/").catch((error: Error) => error.message);
  expect(await outcome).toMatch(
    /^sandbox exited with status 1 during startup:\n[\s\S]*EADDRINUSE: address already in use 127\.0\.0\.1:4566/,
  );
});
