import { EmailAddress } from "#kernel/email-address.ts";
import { ownerCommandEnv } from "#kernel/env.ts";
import { StaffRoleName } from "#kernel/role-names.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { addStaff } from "#lib/staff/invite-customer.ts";
import { Refused, readArgument, runCommand, UsageError } from "./command-line.ts";

const USAGE = "npm run staff -- add EMAIL ROLE, where ROLE is support, operator, or admin";

/** Invites somebody to the staff and prints the single-use link that enrols them: `EMAIL LINK`. */
await runCommand(USAGE, async ([verb, address, role, ...rest]) => {
  if (verb !== "add") throw new UsageError(verb === undefined ? "Missing command." : `Unknown command "${verb}".`);
  const email = readArgument(EmailAddress, address, "EMAIL");
  const as = readArgument(StaffRoleName, role, "ROLE");
  if (rest.length > 0) throw new UsageError(`Unexpected argument "${rest[0]}".`);
  const env = ownerCommandEnv();
  openDatabase(env.databaseUrls);
  try {
    const added = await addStaff(env, email, as);
    if (!added.ok) throw new Refused(added.message);
    console.log(`${email} ${added.value.link}`);
  } finally {
    await closeDatabase();
  }
});
