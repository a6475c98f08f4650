import { accountChoice, chosenAccount } from "./account-choice.js";
import { ask } from "./ask.js";
import { element, labelled } from "./element.js";
import { parameterFields } from "./parameter-fields.js";
import { stackForm } from "./stack-form.js";

const PREFIX = "param_";

/** The page behind a quick-create link: everything is filled in from the fragment, and nothing is made before the button. */
export async function quickCreate(query, region) {
  const templateUrl = query.get("templateURL") ?? "";
  const summary = await ask("GET", `/console/cloudformation/template-summary?url=${encodeURIComponent(templateUrl)}`);
  const given = [...query].filter(([name]) => name.startsWith(PREFIX)).map(([name, value]) => [name.slice(PREFIX.length), value]);
  const problems = linkProblems(given, summary);
  const fields = parameterFields(summary, Object.fromEntries(given));
  const { select, field: account } = accountChoice(chosenAccount());
  const name = element("input", { type: "text", autocomplete: "off", spellcheck: "false" });
  name.value = query.get("stackName") ?? "";
  const form = stackForm({
    before: [account, labelled("Stack name", name, "Use letters, digits, and hyphens. Start with a letter.")],
    fields,
    button: "Create stack",
    blocked: problems[0],
    async send(parameters, capabilities) {
      const request = { accountId: select.value, region, stackName: name.value, templateUrl, parameters, capabilities };
      const stack = await ask("POST", "/console/cloudformation/stacks", request);
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

/** A link that says something the template does not know, or says it twice, was not made for this template. */
function linkProblems(given, summary) {
  const names = given.map(([name]) => name);
  const strangers = names.filter((name) => !summary.parameters.some((parameter) => parameter.name === name));
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  return [
    ...strangers.map((name) => `The link contains a parameter that the template does not define: ${name}.`),
    ...twice.map((name) => `The link contains the parameter ${name} more than once.`),
  ];
}
