import { element, labeled, table } from "./element.js";
import { parameterFields } from "./parameter-fields.js";
import { requestJson } from "./request-json.js";
import { stackForm } from "./stack-form.js";

/** One stack: status, outputs, events, and forms to update and delete it. */
export async function stackDetail(query, region, show) {
  const path = `/console/cloudformation/stacks/${query.get("account")}/${region}/${encodeURIComponent(query.get("name") ?? "")}`;
  const stack = await requestJson("GET", path);
  const role = stack.resources.find(({ type }) => type === "AWS::IAM::Role");
  const roleUrl = `/console/iam/roles?account=${stack.accountId}&role=${encodeURIComponent(role?.physicalId ?? "")}`;
  return [
    element("p", {}, element("a", { href: "#/stacks" }, "Stacks")),
    element("h1", {}, stack.stackName),
    element("p", { role: "status", class: "status" }, stack.status),
    element("p", { class: "hint" }, `Account ${stack.accountId} · ${region}`),
    ...outputs(stack),
    role ? element("p", {}, element("a", { href: roleUrl }, "View role and trust policy")) : undefined,
    element("h2", {}, "Parameters"),
    table("Parameters", ["Name", "Value"], Object.entries(stack.parameters)),
    element("h2", {}, "Events"),
    table("Events", ["Time (UTC)", "Logical ID", "Status", "Reason"], stack.events.toReversed().map(eventRow)),
    element("h2", {}, "Change"),
    updateForm(stack, path, show),
    deleteForm(stack, path),
  ].filter((part) => part !== undefined);
}

const eventRow = ({ at, logicalId, status, reason }) => [at.slice(11, 19), logicalId, status, reason ?? ""];

function outputs(stack) {
  return stack.outputs.flatMap(({ key, value, description }) => {
    const id = `output-${key}`;
    const label = element("p", { class: "name", id }, key);
    const status = element("span", { class: "hint", "aria-live": "polite" });
    const copy = async () => {
      await navigator.clipboard.writeText(value);
      status.textContent = "Copied";
    };
    // The name of the button does not contain the name of the output, so that each name finds one element.
    const button = value.startsWith("arn:") ? element("button", { type: "button", click: copy }, "Copy") : undefined;
    const line = element("p", { class: "output" }, element("output", { "aria-labelledby": id }, value), button, status);
    return [label, element("p", { class: "hint" }, description ?? ""), line];
  });
}

function updateForm(stack, path, show) {
  const url = element("input", { type: "url", autocomplete: "off" });
  url.value = stack.templateUrl;
  const place = element("div");
  const load = async () => {
    try {
      const summary = await requestJson("GET", `/console/cloudformation/template-summary?url=${encodeURIComponent(url.value)}`);
      const send = async (parameters, capabilities) => {
        await requestJson("PUT", path, { templateUrl: url.value, parameters, capabilities });
        await show();
      };
      place.replaceChildren(stackForm({ fields: parameterFields(summary, stack.parameters), button: "Update stack", send }));
    } catch (error) {
      place.replaceChildren(element("p", { role: "alert", class: "problem" }, error.message));
    }
  };
  url.addEventListener("change", load);
  const details = element("details", {}, element("summary", {}, "Update with other values"));
  details.addEventListener("toggle", () => details.open && place.childElementCount === 0 && load());
  details.append(labeled("Template URL", url, "CloudFormation reads the template from this URL at each update."), place);
  return details;
}

function deleteForm(stack, path) {
  const alert = element("p", { role: "alert", class: "problem" });
  const remove = async () => {
    try {
      await requestJson("DELETE", path);
      location.hash = "#/stacks";
    } catch (error) {
      alert.textContent = error.message;
    }
  };
  const heading = `Delete ${stack.stackName}?`;
  const dialog = element("dialog", { "aria-label": heading });
  const close = element("button", { type: "button", click: () => dialog.close() }, "Cancel");
  const confirm = element("button", { type: "button", class: "danger", click: remove }, "Delete");
  dialog.append(element("h2", {}, heading), element("p", {}, "This also deletes the role."), alert, close, " ", confirm);
  const open = element("button", { type: "button", class: "danger", click: () => dialog.showModal() }, "Delete stack");
  return element("div", { class: "deletion" }, open, dialog);
}
