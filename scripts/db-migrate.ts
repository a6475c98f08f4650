import { createRoles } from "#db/migrations/create-roles.ts";
import { migrate } from "#db/migrations/migrate.ts";
import { say } from "./say.ts";

/** Brings the database of DATABASE_OWNER_URL up to date; DATABASE_ADMIN_URL, when given, first makes what roles are missing. */
const owner = process.env["DATABASE_OWNER_URL"];
if (!owner) {
  say("DATABASE_OWNER_URL is not set: it names the database and the role that owns it (see docs/deploy.md).");
  process.exit(64);
}
const roles = await createRoles(process.env["DATABASE_ADMIN_URL"] ?? owner);
if (roles.kind === "needs-administrator") {
  process.stdout.write(`${roles.sql}\n`);
  say("This login may not create roles: have the lines above run by an administrator, then try again.");
  process.exit(1);
}
const applied = await migrate(owner, say);
say(applied === 0 ? "The database is up to date." : `${applied} migrations applied.`);
