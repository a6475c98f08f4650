import { expect } from "playwright/test";
import type { Sandbox } from "#stack/sandbox-client.ts";

/** Waits until the address has this many emails with a link to this path, such as `/invitations/`. Returns the newest link. */
export async function mailedLink(sandbox: Sandbox, to: string, path: string, count = 1): Promise<string> {
  const links = async () =>
    (await sandbox.mails(to))
      .map(({ text }) => new RegExp(`https?://\\S+?${path}\\S+`).exec(text)?.[0])
      .filter((link) => link !== undefined);
  await expect.poll(async () => (await links()).length, { message: `email with a link to ${path} for ${to}` }).toBe(count);
  const all = await links();
  return all[0] ?? "";
}
