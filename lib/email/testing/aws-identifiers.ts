const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/**
 * What a part of an email must not contain: account IDs, and the beginnings of ARNs, role IDs and External IDs. UUIDs, which links contain, are
 * left out, because the last group of one can be 12 digits, like an account ID.
 * @throws when the email has no such part
 */
export function awsIdentifiersIn(part: string | undefined): string[] {
  if (part === undefined) throw new Error("The email does not have this part.");
  return part.replaceAll(UUID, "UUID").match(/arn:|AROA|[0-9]{12}|sp-[0-9a-f]{8}/g) ?? [];
}
