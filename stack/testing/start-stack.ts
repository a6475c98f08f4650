import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "#db/testing/free-port.ts";

const DATA = ".data/test/e2e";
/** Searches every response of the portal for secrets; a test reads the result at the end. */
const WATCH = new URL("./watch-responses.ts", import.meta.url);

/**
 * Starts the product with its own ports and data folder, as `npm run demo` does, and returns the function that stops it. If E2E_PORTAL_URL,
 * E2E_SANDBOX_URL and E2E_DATA are set, starts nothing: the tests then use the product that already runs there.
 */
export default async function startStack(): Promise<() => Promise<void>> {
  if (process.env["E2E_PORTAL_URL"]) return async () => undefined;
  rmSync(DATA, { recursive: true, force: true });
  mkdirSync(DATA, { recursive: true });
  const [port, sandboxPort, smtpPort] = [await freePort(), await freePort(), await freePort()];
  const demo = spawn(process.execPath, ["scripts/demo.ts"], {
    env: {
      ...process.env,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      SANDBOX_SMTP_PORT: String(smtpPort),
      SALLYPORT_DATA: DATA,
      // In an image the module does not exist.
      ...(process.env["E2E_UNWATCHED"] ? {} : { DEMO_WEB_NODE_OPTIONS: `--import=${WATCH.href}?${resolve(DATA)}` }),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await waitUntilReady(demo);
  process.env["E2E_PORTAL_URL"] = `http://localhost:${port}`;
  process.env["E2E_SANDBOX_URL"] = `http://localhost:${sandboxPort}`;
  process.env["E2E_DATA"] = DATA;
  process.env["E2E_WATCHED"] = "yes";
  return async () => {
    const exited = new Promise((resolve) => demo.once("exit", resolve));
    demo.kill("SIGINT");
    await exited;
  };
}

function waitUntilReady(demo: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    demo.once("exit", (code) => reject(new Error(`the demo ended with ${code} before it was ready`)));
    if (demo.stdout === null) return reject(new Error("the demo has no output"));
    createInterface({ input: demo.stdout }).on("line", (line) => {
      if (line.startsWith("Ready on ")) resolve();
    });
  });
}
