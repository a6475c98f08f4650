import { element } from "./element.js";

/** The check box that CloudFormation requires for templates with IAM resources. */
export function capabilityBox() {
  const box = element("input", { type: "checkbox" });
  const label = " I acknowledge that the stack might create IAM resources.";
  return { box, field: element("p", {}, element("label", { class: "check" }, box, label)) };
}

/**
 * A form with parameter fields. Submitting calls `send(parameters, capabilities)` and shows the error it throws. Nothing is sent
 * while a field is invalid, or when `blocked` has an error message.
 */
export function stackForm({ before = [], fields, button, blocked, send }) {
  const { box, field } = capabilityBox();
  const alert = element("p", { role: "alert", class: "problem" });
  const submit = element("button", { type: "submit", class: "primary" }, button);
  const form = element("form", { class: "fields", novalidate: true }, ...before, ...fields.fieldsets, field, alert, submit);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    alert.textContent = "";
    const invalid = fields.check();
    if (invalid) {
      invalid.focus();
      return;
    }
    if (blocked) {
      alert.textContent = blocked;
      return;
    }
    submit.disabled = true;
    try {
      await send(fields.read(), box.checked ? ["CAPABILITY_IAM"] : []);
    } catch (error) {
      alert.textContent = error.message;
    } finally {
      submit.disabled = false;
    }
  });
  return form;
}
