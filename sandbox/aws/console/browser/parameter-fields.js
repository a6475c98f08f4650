import { complain, element, labelled } from "./element.js";

/**
 * One field for each parameter of a template, in the template's groups, filled with `values` or the defaults.
 * `check()` marks what the template does not allow and answers with the first such field; `read()` gives the values.
 */
export function parameterFields(summary, values) {
  const controls = new Map();
  const fieldsets = summary.groups.map(({ label, names }) => {
    const fields = names.map((name) => {
      const parameter = summary.parameters.find((one) => one.name === name);
      const control = controlOf(parameter, values[name] ?? parameter.defaultValue ?? "");
      control.addEventListener("change", () => complain(control, problemOf(parameter, control)));
      controls.set(parameter, control);
      return labelled(name, control, parameter.description);
    });
    return element("fieldset", {}, element("legend", {}, label), ...fields);
  });
  return {
    fieldsets,
    read: () => Object.fromEntries([...controls].map(([{ name }, control]) => [name, control.value])),
    check() {
      const wrong = [...controls].filter(([parameter, control]) => {
        const problem = problemOf(parameter, control);
        complain(control, problem);
        return problem !== undefined;
      });
      return wrong[0]?.[1];
    },
  };
}

function controlOf({ allowedValues }, value) {
  if (!allowedValues) {
    const input = element("input", { type: "text", autocomplete: "off", spellcheck: "false" });
    input.value = value;
    // A one-line field drops line breaks; a value that cannot be shown as it is must not be sent as another.
    if (input.value !== value) input.dataset.altered = "yes";
    input.addEventListener("input", () => delete input.dataset.altered);
    return input;
  }
  const known = allowedValues.includes(value) ? allowedValues : [...allowedValues, value];
  return element("select", {}, ...known.map((one) => element("option", { value: one, selected: one === value }, one)));
}

function problemOf(parameter, control) {
  const { allowedValues, allowedPattern, minLength, maxLength, constraintDescription: words } = parameter;
  const { value } = control;
  if (control.dataset.altered) return `${parameter.name}: the value contains line breaks or control characters.`;
  const broken = (why) => `${parameter.name} ${words ?? why}.`;
  if (allowedValues && !allowedValues.includes(value)) return broken(`must be one of ${allowedValues.join(", ")}`);
  if (minLength !== undefined && value.length < minLength) return broken(`must have at least ${minLength} characters`);
  if (maxLength !== undefined && value.length > maxLength) return broken(`must have at most ${maxLength} characters`);
  if (allowedPattern && !new RegExp(`^(?:${allowedPattern})$`, "u").test(value)) return broken(`must match ${allowedPattern}`);
  return undefined;
}
