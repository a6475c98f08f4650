/** Cloudscape keeps a hidden copy of the top bar, to measure it. */
const NOT_HIDDEN = "[not(ancestor::*[@aria-hidden='true'])]";
const OWN_NAME = `[@aria-label=NAME or normalize-space(.)=NAME]${NOT_HIDDEN}`;

const KINDS = {
  button: `//button${OWN_NAME}`,
  link: `//a[@href]${OWN_NAME}`,
  menuitem: `//*[@role="menuitem"]${OWN_NAME}`,
  field: `//input[@aria-label=NAME or @id=//label[normalize-space(.)=NAME]/@for or ancestor::label[normalize-space(.)=NAME]]${NOT_HIDDEN}`,
};

export type ElementKind = keyof typeof KINDS;

/**
 * The XPath of the elements of a kind and whole name, for browsers that Playwright does not drive. Firefox also finds elements by role and
 * accessible name, but takes up to seconds on a page with a thousand elements.
 */
export function named(kind: ElementKind, name: string): string {
  return KINDS[kind].replaceAll("NAME", JSON.stringify(name));
}
