import { EmailAddress } from "#kernel/email-address.ts";
import { ownerCommandEnv } from "#kernel/env.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { erasePerson } from "#lib/customers/erase-person.ts";
import { Refused, readArgument, runCommand, UsageError } from "./command-line.ts";

const USAGE = "npm run people -- erase ADDRESS";

/** Erases who a person is, everywhere at once; what they did stays, under a pseudonym. */
await runCommand(USAGE, async ([verb, raw, ...rest]) => {
  if (verb !== "erase" || rest.length > 0) throw new UsageError("Unknown or missing command. The only command is erase.");
  const address = readArgument(EmailAddress, raw, "ADDRESS");
  openDatabase(ownerCommandEnv().databaseUrls);
  try {
    const end = await erasePerson(address);
    if (end.kind === "last-one")
      throw new Refused("This person is the last owner of a customer or the last admin. Add another owner or admin first.");
    console.log(
      end.kind === "nobody"
        ? "No person has this email address. Open invitations to it were deleted."
        : `Erased. Past activity stays in the audit log as user ${end.userId}.`,
    );
  } finally {
    await closeDatabase();
  }
});
