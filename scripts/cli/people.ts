import { EmailAddress } from "#kernel/people/email-address.ts";
import { ownerCommandEnv } from "#kernel/process/command-env.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { erasePerson } from "#lib/customers/erase-person.ts";
import { type Command, CommandFailed, readArgument, readArguments, UsageError } from "./command-line.ts";

/** Erases a person's name and addresses everywhere. The record of what they did stays, under a pseudonym. */
export const command: Command = {
  usage: "people erase ADDRESS",
  async run(args) {
    const [verb, raw] = readArguments(args, { positionals: 2 }).positionals;
    if (verb !== "erase") throw new UsageError("Unknown or missing command. The only command is erase.");
    const address = readArgument(EmailAddress, raw, "ADDRESS");
    openDatabase(ownerCommandEnv().databaseUrls);
    try {
      const end = await erasePerson(address);
      if (end.kind === "last-one")
        throw new CommandFailed("This person is the last owner of a customer or the last admin. Add another owner or admin first.");
      console.log(
        end.kind === "nobody"
          ? "No person has this email address. Open invitations to it were deleted."
          : `Erased. Past activity stays in the audit log as user ${end.userId}.`,
      );
    } finally {
      await closeDatabase();
    }
  },
};
