import { createHash } from "node:crypto";

/** A person and the claims that the identity provider makes about them. */
interface Account {
  /** A hash of the email address, so that it never changes. */
  readonly sub: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
}

/** The people with a button on the sign-in page. There are no passwords. */
export const PEOPLE = [
  { email: "owner@acme.example", name: "Ada Owner", group: "Acme" },
  { email: "member@acme.example", name: "Max Member", group: "Acme" },
  { email: "owner@globex.example", name: "Olga Owner", group: "Globex" },
  { email: "support@partner.example", name: "Sam Support", group: "Partner staff" },
  { email: "operator@partner.example", name: "Ola Operator", group: "Partner staff" },
  { email: "admin@partner.example", name: "Ann Admin", group: "Partner staff" },
] as const;

/** The people who have signed in since the start. */
export interface AccountStore {
  /** Stores the claims of a person who signs in, and returns their `sub`. */
  admit(email: string, verified: boolean): string;
  find(sub: string): Account | undefined;
}

export function accountStore(): AccountStore {
  const accounts = new Map<string, Account>();
  return {
    admit(given, emailVerified) {
      const email = given.trim().toLowerCase();
      const sub = createHash("sha256").update(email).digest("hex").slice(0, 32);
      const name = PEOPLE.find((person) => person.email === email)?.name ?? email;
      accounts.set(sub, { sub, email, emailVerified, name });
      return sub;
    },
    find: (sub) => accounts.get(sub),
  };
}
