import { connectRole } from "#e2e/support/connect-role.ts";
import { expect, test } from "./screen-test.ts";

test("the logs page", async ({ look, check, customer, sandbox, portalUrl }) => {
  test.setTimeout(240_000);
  const page = await look(customer.owner, `${portalUrl}/logs`);
  await expect(page.getByText("No logs available yet")).toBeVisible();
  await check(page, "logs-none");
  const { connectionId } = await connectRole(page, sandbox);
  const logs = `${portalUrl}/connections/${connectionId}/logs`;
  await page.goto(logs);
  await expect(page.getByRole("table", { name: "Log groups", exact: true }).getByRole("link")).toHaveCount(50);
  await check(page, "logs-no-group");

  const events = page.getByRole("list", { name: "Log events", exact: true }).getByRole("listitem");
  for (const [group, name] of [
    ["/app/payments/api", "logs"],
    ["/app/checkout/web", "logs-hostile"],
  ] as const) {
    await page.goto(`${logs}?${new URLSearchParams({ group })}`);
    await expect(events.first()).toBeVisible();
    await expect(page.getByText(/Searched (the whole range|back to)/)).toBeVisible();
    await check(page, name);
    await events.first().getByRole("button").first().click();
    await expect(events.first().getByRole("button").first()).toHaveAttribute("aria-expanded", "true");
    await check(page, `${name}-open-row`);
  }
  await page.getByRole("button", { name: "Favorite: /app/checkout/web", exact: true }).click();
  await page.getByRole("button", { name: /^Log streams/ }).click();
  await expect(page.getByRole("option", { name: /Last event/ }).first()).toBeVisible();
  await check(page, "logs-streams");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Keyboard shortcuts", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts", exact: true })).toBeVisible();
  await check(page, "logs-keys");
  await page.keyboard.press("Escape");
  await page.goto(
    `${logs}?${new URLSearchParams({
      group: "/app/payments/api",
      also: ["worker", "nosuchgroup"].map((name) => `${connectionId}~eu-central-1~/app/payments/${name}`).join("*"),
      columns: "/level*/msg",
    })}`,
  );
  await expect(page.getByText(/Searched (the whole range|back to)/)).toBeVisible();
  await expect(page.getByText("This log group no longer exists.")).toBeVisible();
  await check(page, "logs-flow");
  await page.getByRole("button", { name: "Patterns", exact: true }).click();
  await expect(page.getByText(/patterns in [1-9]/)).toBeVisible();
  await check(page, "logs-patterns");
  await page.goto(`${logs}?${new URLSearchParams({ group: "/app/scale/million" })}`);
  await expect(page.getByText(/Searched (the whole range|back to)/)).toBeVisible();
  await page.getByRole("button", { name: "Live tail", exact: true }).click();
  await expect(page.getByText(/^Newest last/)).toBeVisible();
  await expect(events.first()).toBeVisible();
  await check(page, "logs-tail-live");
  await page.getByRole("button", { name: "Stop live tail", exact: true }).click();
  await check(page, "logs-tail");
  await page.getByRole("button", { name: "Saved searches", exact: true }).click();
  await page.getByRole("textbox", { name: "Name of the current search" }).fill("Both payment groups");
  await page.getByRole("button", { name: "Save search", exact: true }).click();
  await expect(page.getByRole("link", { name: "Both payment groups", exact: true })).toBeVisible();
  await check(page, "logs-saved");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Filter syntax", exact: true }).click();
  await check(page, "logs-pattern-help");
  await page.keyboard.press("Escape");
  await page.goto(`${logs}?${new URLSearchParams({ group: "/app/payments/api", q: "nosuchword" })}`);
  await expect(page.getByRole("heading", { name: "No matching events", exact: true })).toBeVisible();
  await check(page, "logs-nothing");
  await page.getByRole("button", { name: /^Time range/ }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await check(page, "logs-range");
  await page.goto(`${logs}?${new URLSearchParams({ group: "/app/payments/api", q: "{ $.level = " })}`);
  await expect(page.getByRole("alert").filter({ hasText: /\S/ }).first()).toBeVisible();
  await check(page, "logs-bad-pattern");
  await connectRole(page, sandbox);
  await page.goto(`${portalUrl}/logs`);
  await expect(page.getByText("Choose a connection")).toBeVisible();
  await check(page, "logs-choose");
});
