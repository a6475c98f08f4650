import { accountChoice, chosenAccount } from "./account-choice.js";
import { element, labeled } from "./element.js";
import { parameterFields } from "./parameter-fields.js";
import { requestJson } from "./request-json.js";
import { stackForm } from "./stack-form.js";

const PREFIX = "param_";

/** The page of a quick-create link. The form is filled from the fragment, and nothing is created before the user submits it. */
export async function quickCreate(query, region) {
  const templateUrl = query.get("templateURL") ?? "";
  const summary = await requestJson("GET", `/console/cloudformation/template-summary?url=${encodeURIComponent(templateUrl)}`);
  const given = [...query].filter(([name]) => name.startsWith(PREFIX)).map(([name, value]) => [name.slice(PREFIX.length), value]);
  const problems = linkProblems(given, summary);
  const fields = parameterFields(summary, Object.fromEntries(given));
  const { select, field: account } = accountChoice(chosenAccount());
  const name = element("input", { type: "text", autocomplete: "off", spellcheck: "false" });
  name.value = query.get("stackName") ?? "";
  const form = stackForm({
    before: [account, labeled("Stack name", name, "Use A-Z, a-z, 0-9, and hyphens. Start with A-Z or a-z.")],
    fields,
    button: "Create stack",
    blocked: problems[0],
    async send(parameters, capabilities) {
      const request = { accountId: select.value, region, stackName: name.value, templateUrl, parameters, capabilities };
      const stack = await requestJson("POST", "/console/cloudformation/stacks", request);
      location.hash = `#/stacks/detail?account=${stack.accountId}&name=${encodeURIComponent(stack.stackName)}`;
    },
  });
  return [
    element("h1", {}, "Quick create stack"),
    element("p", {}, summary.description ?? ""),
    element("p", { class: "hint" }, "Template: ", element("code", {}, templateUrl), ` · Region: ${region}`),
    ...problems.map((problem) => element("p", { role: "alert", class: "problem" }, problem)),
    form,
  ];
}

/** The errors of a link whose parameters do not fit the template: unknown ones and duplicates. */
function linkProblems(given, summary) {
  const names = given.map(([name]) => name);
  const unexpected = names.filter((name) => !summary.parameters.some((parameter) => parameter.name === name));
  const duplicates = names.filter((name, at) => names.indexOf(name) !== at);
  return [
    ...unexpected.map((name) => `The link contains a parameter that the template does not define: ${name}.`),
    ...duplicates.map((name) => `The link contains the parameter ${name} more than once.`),
  ];
}
