/**
 * Creates an element. Strings become text nodes and are never parsed as HTML. A function as an attribute is an event listener.
 * @param {string} tag
 * @param {Record<string, string | boolean | EventListener | undefined>} [attributes]
 * @param {...(Node | string | undefined)} children
 */
export function element(tag, attributes = {}, ...children) {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") created.addEventListener(name, value);
    else if (value === true) created.setAttribute(name, "");
    else if (typeof value === "string") created.setAttribute(name, value);
  }
  created.append(...children.filter((child) => child !== undefined));
  return created;
}

/** A field with a label, a hint and an error message. Its accessible name is the label only. */
export function labeled(name, control, hint) {
  const id = `field-${name.replaceAll(" ", "-")}`;
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-hint ${id}-problem`);
  return element(
    "div",
    { class: "field" },
    element("label", { for: id }, name),
    element("p", { class: "hint", id: `${id}-hint` }, hint ?? ""),
    control,
    element("p", { class: "problem", id: `${id}-problem` }),
  );
}

/** Shows the error message of a field, or removes it when there is none. */
export function showError(control, problem) {
  const place = document.getElementById(`${control.id}-problem`);
  if (place) place.textContent = problem ?? "";
  if (problem) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

/** A table that scrolls horizontally on a narrow screen. */
export function table(name, heads, rows) {
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  const body = rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, cell))));
  const whole = element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
  return element("div", { class: "scroll", role: "region", "aria-label": name, tabindex: "0" }, whole);
}
