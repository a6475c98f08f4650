import { readFileSync } from "node:fs";
import { partEnvironment } from "./part-environment.ts";

/** The demo's database as its superuser: no door of the product could do what that one does. */
export function superuserUrl(): string {
  const data = process.env["E2E_DATA"] ?? ".data";
  const { host, pathname } = new URL(partEnvironment("command")["DATABASE_STAFF_URL"] ?? "");
  const { password } = JSON.parse(readFileSync(`${data}/postgres.json`, "utf8")) as { password: string };
  return `postgres://postgres:${encodeURIComponent(password)}@${host}${pathname}`;
}
