import { accountChoice, chosenAccount } from "./account-choice.js";
import { element, table } from "./element.js";
import { requestJson } from "./request-json.js";

/** The stacks of one account in one region. */
export async function stackList(_query, region, show) {
  const account = chosenAccount();
  const stacks = await requestJson("GET", `/console/cloudformation/stacks?account=${account}&region=${region}`);
  const { field } = accountChoice(account, show);
  const rows = stacks.map(({ stackName, status, createdAt }) => [
    element("a", { href: `#/stacks/detail?account=${account}&name=${encodeURIComponent(stackName)}` }, stackName),
    status,
    createdAt.slice(0, 19).replace("T", " "),
  ]);
  const none = element("p", {}, "No stacks yet. Create one with a quick-create link from the portal.");
  return [
    element("h1", {}, "Stacks"),
    element("form", { class: "fields" }, field),
    element("p", { class: "hint" }, `Region: ${region}`),
    rows.length === 0 ? none : table("Stacks", ["Name", "Status", "Created (UTC)"], rows),
  ];
}
