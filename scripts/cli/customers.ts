import { CustomerName } from "#kernel/customer-name.ts";
import { EmailAddress } from "#kernel/email-address.ts";
import { ownerCommandEnv } from "#kernel/env.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { addCustomer } from "#lib/customers/add-customer.ts";
import { readArgument, runCommand, UsageError } from "./command-line.ts";

const USAGE = 'npm run customers -- add NAME OWNER_EMAIL [MEMBER_EMAIL…], for example: npm run customers -- add "Acme" owner@acme.example';

/** Creates a customer and prints one single-use link a line: `EMAIL LINK`, its owner's first. */
await runCommand(USAGE, async ([verb, name, owner, ...members]) => {
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
});
