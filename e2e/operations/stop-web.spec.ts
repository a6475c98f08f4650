import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { freePort } from "#db/testing/free-port.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { PROGRAM } from "#stack/build/build-release.ts";
import { partEnvironment } from "#stack/testing/running-stack.ts";

/** A second web process on the same database, which a load balancer has to take out before it ends. */
let web: ChildProcess;
let url = "";

test.beforeAll(async () => {
  const port = await freePort();
  url = `http://localhost:${port}`;
  const { PATH = "", HOME = "" } = process.env;
  web = spawn(process.execPath, [PROGRAM, "web"], {
    env: { NODE_ENV: "production", PATH, HOME, ...partEnvironment("web"), PORT: String(port), STOP_DELAY_SECONDS: "10" },
    stdio: "ignore",
  });
  await expect.poll(() => statusOf("/api/health/ready")).toBe(200);
});
test.afterAll(() => {
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

test("a web process that receives SIGTERM is not ready at once, still serves requests, and then exits with 0", async () => {
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
