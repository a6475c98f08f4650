import { EmailAddress } from "#kernel/people/email-address.ts";
import { StaffRoleName } from "#kernel/people/role-names.ts";
import { ownerCommandEnv } from "#kernel/process/command-env.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { addStaff } from "#lib/staff/invite-customer.ts";
import { type Command, CommandFailed, readArgument, readArguments, UsageError } from "./command-line.ts";

/** Invites a person to the staff and prints the single-use link that enrolls them: `EMAIL LINK`. */
export const command: Command = {
  usage: "staff add EMAIL ROLE, where ROLE is support, operator, or admin",
  async run(args) {
    const [verb, address, role] = readArguments(args, { positionals: 3 }).positionals;
    if (verb !== "add") throw new UsageError(verb === undefined ? "Missing command." : `Unknown command "${verb}".`);
    const email = readArgument(EmailAddress, address, "EMAIL");
    const roleName = readArgument(StaffRoleName, role, "ROLE");
    const env = ownerCommandEnv();
    openDatabase(env.databaseUrls);
    try {
      const added = await addStaff(env, email, roleName);
      if (!added.ok) throw new CommandFailed(added.message);
      console.log(`${email} ${added.value.link}`);
    } finally {
      await closeDatabase();
    }
  },
};
