import { TEMPLATE_PARAMETERS } from "#lib/role-setup/shared/template-parameters.ts";

/**
 * A customer's name as the template's CustomerName takes it: characters that an IAM description cannot hold, and those
 * that mean something in a template, are left out. May come out empty; the role's description then names nobody.
 */
export function customerNameParameter(name: string): string {
  const { AllowedPattern, MaxLength } = TEMPLATE_PARAMETERS.CustomerName;
  const one = new RegExp(AllowedPattern);
  const kept = [...name.normalize("NFC")].filter((character) => one.test(character)).join("");
  return kept.replace(/ +/g, " ").trim().slice(0, MaxLength).trimEnd();
}
