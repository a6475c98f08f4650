import { CustomerName } from "#kernel/people/customer-name.ts";
import { EmailAddress } from "#kernel/people/email-address.ts";
import { ownerCommandEnv } from "#kernel/process/command-env.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { addCustomer } from "#lib/customers/add-customer.ts";
import { type Command, readArgument, readArguments, UsageError } from "./command-line.ts";

/** Creates a customer and prints one line with a single-use link for each person, `EMAIL LINK`. The owner's line is the first. */
export const command: Command = {
  usage: 'customers add NAME OWNER_EMAIL [MEMBER_EMAIL…], for example: customers add "Acme" owner@acme.example',
  async run(args) {
    const [verb, name, owner, ...members] = readArguments(args, { positionals: Number.POSITIVE_INFINITY }).positionals;
    if (verb !== "add") throw new UsageError(verb === undefined ? "Missing command." : `Unknown command "${verb}".`);
    const customer = readArgument(CustomerName, name, "NAME");
    const emails: [EmailAddress, ...EmailAddress[]] = [
      readArgument(EmailAddress, owner, "OWNER_EMAIL"),
      ...members.map((member) => readArgument(EmailAddress, member, member)),
    ];
    const twice = emails.find((email, n) => emails.indexOf(email) !== n);
    if (twice !== undefined) throw new UsageError(`${twice} is listed twice.`);
    const env = ownerCommandEnv();
    openDatabase(env.databaseUrls);
    try {
      for (const { email, link } of await addCustomer(env, customer, emails)) console.log(`${email} ${link}`);
    } finally {
      await closeDatabase();
    }
  },
};
