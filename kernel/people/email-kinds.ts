/** The kinds of email to owners that a person can turn off. Security notices are none of these. */
export const EMAIL_KINDS = ["access-denied", "rotation", "template"] as const;
export type EmailKind = (typeof EMAIL_KINDS)[number];

/** The name of each kind on screens and in emails, as the object of a sentence: "emails about …". */
export const EMAIL_KIND_WORDS: Readonly<Record<EmailKind, string>> = {
  "access-denied": "denied access",
  rotation: "rotations of External IDs",
  template: "new versions of the role template",
};
