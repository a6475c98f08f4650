import { element } from "./element.js";

/** The box that CloudFormation demands for templates with IAM resources. */
export function capabilityBox() {
  const box = element("input", { type: "checkbox" });
  const words = " I acknowledge that the stack might create IAM resources.";
  return { box, field: element("p", {}, element("label", { class: "check" }, box, words)) };
}

/**
 * A form around parameter fields. `send(parameters, capabilities)` does the work; what it throws is shown.
 * Nothing is sent while a field breaks one of the template's constraints.
 */
export function stackForm({ before = [], fields, button, blocked, send }) {
  const { box, field } = capabilityBox();
  const alert = element("p", { role: "alert", class: "problem" });
  const submit = element("button", { type: "submit", class: "primary" }, button);
  const form = element("form", { class: "fields", novalidate: true }, ...before, ...fields.fieldsets, field, alert, submit);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    alert.textContent = "";
    const wrong = fields.check();
    if (wrong) {
      wrong.focus();
      return;
    }
    if (blocked) {
      alert.textContent = blocked;
      return;
    }
    submit.disabled = true;
    try {
      await send(fields.read(), box.checked ? ["CAPABILITY_IAM"] : []);
    } catch (refusal) {
      alert.textContent = refusal.message;
    } finally {
      submit.disabled = false;
    }
  });
  return form;
}
