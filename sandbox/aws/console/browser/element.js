/**
 * Makes an element. Text becomes text nodes and nothing is ever read as HTML; a function is a listener.
 * @param {string} tag
 * @param {Record<string, string | boolean | EventListener | undefined>} [attributes]
 * @param {...(Node | string | undefined)} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (typeof value === "string") made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A labelled field: label above, hint below, and a place for what is wrong with it. The label alone is the name. */
export function labelled(name, control, hint) {
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

/** Says what is wrong with a labelled field, or with nothing to say, that it is right. */
export function complain(control, problem) {
  const place = document.getElementById(`${control.id}-problem`);
  if (place) place.textContent = problem ?? "";
  if (problem) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

/** A table that scrolls by itself on a narrow screen. */
export function table(name, heads, rows) {
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  const body = rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, cell))));
  const whole = element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
  return element("div", { class: "scroll", role: "region", "aria-label": name, tabindex: "0" }, whole);
}
