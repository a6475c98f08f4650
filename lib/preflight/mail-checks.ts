import type { SecretValues } from "#kernel/process/secret-values.ts";
import { mailTransport } from "#lib/email/send-email.ts";
import { type Check, type Finding, failed, ok, skipped } from "./check.ts";

interface Mail {
  readonly smtpUrl: SecretValues;
  readonly mailFrom: string;
}

/**
 * Whether the mail server accepts a login of SMTP_URL; and, only if `testAddress` is given, whether it accepts an email of the sender to it. One
 * accepted value is enough, as for an email.
 */
export function mailChecks(mail: Mail | null, testAddress: string | undefined): readonly Check[] {
  if (mail === null) return [{ name: "mail server", run: async () => skipped("SMTP_URL is not set.") }];
  const using = async (work: (open: ReturnType<typeof mailTransport>) => Promise<Finding>): Promise<Finding> => {
    let finding = skipped("SMTP_URL is not set.");
    for (const url of mail.smtpUrl.all) {
      const open = mailTransport(url);
      finding = await work(open).catch(mailFailure);
      open.close();
      if (finding.status === "ok") return finding;
    }
    return finding;
  };
  return [
    {
      name: "mail server",
      run: () =>
        using(async (open) => {
          await open.verify();
          return ok("accepts the login");
        }),
    },
    {
      name: "test email",
      run: () =>
        testAddress === undefined
          ? Promise.resolve(skipped("Sent only with --send-test-mail ADDRESS."))
          : using(async (open) => {
              await open.sendMail({
                from: mail.mailFrom,
                to: { name: "", address: testAddress },
                subject: "Sallyport test email",
                text: "The portal can send email. You need not do anything.\n",
              });
              return ok(`accepted for ${testAddress}`);
            }),
    },
  ];
}

/** The codes of nodemailer. Its messages repeat what the server said, which can contain the login. */
function mailFailure(error: unknown): Finding {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "EAUTH":
      return failed("The mail server refuses the login.", "Correct the user and the password in SMTP_URL.");
    case "EENVELOPE":
      return failed("The mail server refuses the sender or the recipient.", "Check MAIL_FROM and what the server lets this login send.");
    default:
      return failed(`The mail server can't be used (${code || "unexpected error"}).`, "Check the host, the port, and TLS in SMTP_URL.");
  }
}
