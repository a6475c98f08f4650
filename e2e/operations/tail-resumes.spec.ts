import { randomBytes } from "node:crypto";
import { Reading } from "#e2e/logs/reading.ts";
import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { createWriter } from "#stack/load/tail-watch.ts";
import { BalancedWebs } from "./balanced-webs.ts";

let webs: BalancedWebs;
test.beforeAll(async () => {
  webs = await BalancedWebs.open();
});
test.afterAll(() => webs.stop());

const RECONNECTING = "AWS Live Tail is reconnecting, because the portal is restarting or the network connection was lost.";

for (const [how, signal] of [
  ["is restarted", "SIGTERM"],
  ["is killed", "SIGKILL"],
] as const) {
  test(`AWS's Live Tail continues by itself when its web process ${how}, and shows each event once`, async ({ as, customer, sandbox }) => {
    const [first, second] = [await webs.start(), await webs.start()];
    await webs.use(first);
    const page = await as(customer.owner, null);
    const role = await connectRole(page, sandbox, { logAccess: "live-tail" });
    const group = `/app/operations/${randomBytes(4).toString("hex")}`;
    const write = await createWriter(process.env["E2E_SANDBOX_URL"] ?? sandbox.url, group);
    const reading = new Reading(page, webs.url, role);
    await reading.open({ group });
    await page.getByRole("button", { name: "Live tail", exact: true }).click();
    await page.getByRole("button", { name: /^Use AWS Live Tail/ }).click();
    await expect(page.getByText(/billed by AWS to account 222222222222/)).toBeVisible();
    const writer = write(400);
    await expect(reading.rows.first()).toBeVisible();
    await webs.use(first, second);
    first.child.kill(signal);
    await expect(page.getByText(RECONNECTING)).toBeVisible();
    await expect(page.getByText(RECONNECTING)).toHaveCount(0);
    await writer.stop();
    await expect.poll(() => reading.size()).toBe(writer.written.length);
    const shown = (await reading.texts()).map((text) => /event \d+/.exec(text)?.[0] ?? text);
    expect(shown.toSorted()).toEqual(writer.written.toSorted());
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Stop live tail", exact: true }).click();
    await expect(page.getByText("Live tail ended")).toBeVisible();
  });
}
