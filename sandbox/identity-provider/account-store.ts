import { createHash } from "node:crypto";

/** A person as the identity provider vouches for them. */
interface Account {
  /** Always the same for one e-mail address. */
  readonly sub: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
}

/** The people who have a button on the sign-in page. None has a password. */
export const PEOPLE = [
  { email: "owner@acme.example", name: "Ada Owner", group: "Acme" },
  { email: "member@acme.example", name: "Max Member", group: "Acme" },
  { email: "owner@globex.example", name: "Olga Owner", group: "Globex" },
  { email: "support@partner.example", name: "Sam Support", group: "Partner staff" },
  { email: "operator@partner.example", name: "Ola Operator", group: "Partner staff" },
  { email: "admin@partner.example", name: "Ann Admin", group: "Partner staff" },
] as const;

/** Everybody who has signed in since the start. */
export interface AccountStore {
  /** Takes a person in, as they are vouched for this time, and answers with their `sub`. */
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
