interface PageForm {
  readonly action: string;
  readonly fields: Record<string, string>;
  readonly button: string;
}

/** The form of a page whose submit button carries `value`. */
export function formWith(page: string, value: string): PageForm | undefined {
  for (const [form = ""] of page.matchAll(/<form[\s\S]*?<\/form>/g)) {
    const button = [...form.matchAll(/<button[^>]*>/g)].find(([tag]) => attribute(tag, "value") === value)?.[0];
    if (button === undefined) continue;
    return { action: attribute(form, "action") ?? "", fields: hidden(form), button: attribute(button, "name") ?? "email" };
  }
  return undefined;
}

/** The action of the form that holds something. */
export function formOf(page: string, holds: RegExp): string | undefined {
  const form = [...page.matchAll(/<form[\s\S]*?<\/form>/g)].map(([found]) => found).find((found) => holds.test(found));
  return form === undefined ? undefined : attribute(form, "action");
}

/** The hidden fields of the form whose action ends so. */
export function hiddenFields(page: string, actionEnd: string): Record<string, string> {
  const form = [...page.matchAll(/<form[\s\S]*?<\/form>/g)]
    .map(([found]) => found)
    .find((found) => attribute(found, "action")?.endsWith(actionEnd));
  return form === undefined ? {} : hidden(form);
}

function hidden(form: string): Record<string, string> {
  const inputs = [...form.matchAll(/<input[^>]*>/g)].map(([tag]) => tag).filter((tag) => attribute(tag, "type") === "hidden");
  return Object.fromEntries(inputs.map((tag) => [attribute(tag, "name") ?? "", attribute(tag, "value") ?? ""]));
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&amp;", "&").replaceAll("&#x3D;", "=");
}
