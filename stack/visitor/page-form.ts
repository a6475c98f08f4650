import { parse } from "node-html-parser";

interface PageForm {
  readonly action: string;
  /** The names of all input fields. */
  readonly inputs: readonly string[];
  /** The hidden fields with their values. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly buttons: readonly { readonly name: string | undefined; readonly value: string | undefined }[];
}

/** The forms of an HTML page. */
export function formsOf(page: string): readonly PageForm[] {
  return parse(page)
    .querySelectorAll("form")
    .map((form) => {
      const inputs = form.querySelectorAll("input").map((input) => ({
        name: input.getAttribute("name") ?? "",
        value: input.getAttribute("value") ?? "",
        isHidden: input.getAttribute("type") === "hidden",
      }));
      return {
        action: form.getAttribute("action") ?? "",
        inputs: inputs.map(({ name }) => name),
        hidden: Object.fromEntries(inputs.filter(({ isHidden }) => isHidden).map(({ name, value }) => [name, value])),
        buttons: form
          .querySelectorAll("button")
          .map((button) => ({ name: button.getAttribute("name"), value: button.getAttribute("value") })),
      };
    });
}
