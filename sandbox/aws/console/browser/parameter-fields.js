import { element, labeled, showError } from "./element.js";

/**
 * One field for each parameter of a template, in the groups of the template, filled with `values` or the defaults. `check()` marks
 * invalid fields and returns the first one; `read()` returns the values.
 */
export function parameterFields(summary, values) {
  const controls = new Map();
  const fieldsets = summary.groups.map(({ label, names }) => {
    const fields = names.map((name) => {
      const parameter = summary.parameters.find((one) => one.name === name);
      const control = controlOf(parameter, values[name] ?? parameter.defaultValue ?? "");
      control.addEventListener("change", () => showError(control, problemOf(parameter, control)));
      controls.set(parameter, control);
      return labeled(name, control, parameter.description);
    });
    return element("fieldset", {}, element("legend", {}, label), ...fields);
  });
  return {
    fieldsets,
    read: () => Object.fromEntries([...controls].map(([{ name }, control]) => [name, control.value])),
    check() {
      const invalid = [...controls].filter(([parameter, control]) => {
        const problem = problemOf(parameter, control);
        showError(control, problem);
        return problem !== undefined;
      });
      return invalid[0]?.[1];
    },
  };
}

function controlOf({ allowedValues }, value) {
  if (!allowedValues) {
    const input = element("input", { type: "text", autocomplete: "off", spellcheck: "false" });
    input.value = value;
    // A one-line field removes line breaks. Mark a value that changed this way, so that it is not sent.
    if (input.value !== value) input.dataset.altered = "yes";
    input.addEventListener("input", () => delete input.dataset.altered);
    return input;
  }
  const known = allowedValues.includes(value) ? allowedValues : [...allowedValues, value];
  return element("select", {}, ...known.map((one) => element("option", { value: one, selected: one === value }, one)));
}

function problemOf(parameter, control) {
  const { allowedValues, allowedPattern, minLength, maxLength, constraintDescription } = parameter;
  const { value } = control;
  if (control.dataset.altered) return `${parameter.name}: the value contains line breaks or control characters.`;
  const broken = (reason) => `${parameter.name} ${constraintDescription ?? reason}.`;
  if (allowedValues && !allowedValues.includes(value)) return broken(`must be one of ${allowedValues.join(", ")}`);
  if (minLength !== undefined && value.length < minLength) return broken(`must have at least ${minLength} characters`);
  if (maxLength !== undefined && value.length > maxLength) return broken(`must have at most ${maxLength} characters`);
  if (allowedPattern && !new RegExp(`^(?:${allowedPattern})$`, "u").test(value)) return broken(`must match ${allowedPattern}`);
  return undefined;
}
