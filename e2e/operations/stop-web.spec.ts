import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { freePort } from "#db/testing/free-port.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { PROGRAM } from "#stack/build/build-release.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";

let web: ChildProcess;
let url = "";

/** Starts a second web process on the same database. */
async function startWeb(stopDelaySeconds: number): Promise<void> {
  const port = await freePort();
  url = `http://localhost:${port}`;
  web = spawn(process.execPath, [PROGRAM, "web"], {
    env: {
      NODE_ENV: "production",
      ...inheritedVariables(),
      ...partEnvironment("web"),
      PORT: String(port),
      STOP_DELAY_SECONDS: String(stopDelaySeconds),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const output of [web.stdout, web.stderr]) output?.resume();
  await expect.poll(() => statusOf("/api/health/ready")).toBe(200);
}
test.afterEach(() => {
  web.kill("SIGKILL");
});

const statusOf = (path: string) =>
  fetch(`${url}${path}`, { redirect: "manual" }).then(
    async (response) => {
      await response.body?.cancel();
      return response.status;
    },
    () => 0,
  );

test("a web process whose log has no reader any more serves requests, and exits with 0 at SIGTERM", async () => {
  await startWeb(0);
  web.stdout?.destroy();
  web.stderr?.destroy();
  // The request is refused, with a line in the log.
  await fetch(`${url}/api/auth/callback/oidc?code=1&state=2`, { redirect: "manual" });
  expect(await statusOf("/sign-in")).toBe(200);
  const ended = once(web, "exit");
  web.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

test("a web process that receives SIGTERM is not ready at once, still serves requests, and then exits with 0", async () => {
  // A load balancer has to take it out before it ends.
  await startWeb(10);
  const ended = once(web, "exit");
  web.kill("SIGTERM");
  await expect.poll(() => statusOf("/api/health/ready")).toBe(503);
  expect(await (await fetch(`${url}/api/health/ready`)).json()).toEqual({ status: "stopping" });
  expect([await statusOf("/sign-in"), await statusOf("/api/health/live")]).toEqual([200, 200]);
  // A second signal changes nothing.
  web.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  expect(await statusOf("/sign-in")).toBe(0);
});
