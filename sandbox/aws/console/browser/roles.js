import { accountChoice, accounts, chosenAccount } from "./account-choice.js";
import { element, labeled, table } from "./element.js";
import { requestJson } from "./request-json.js";

const app = document.getElementById("app");
const query = new URLSearchParams(location.search);
const account = accounts().includes(query.get("account")) ? query.get("account") : chosenAccount();
const name = query.get("role");

async function roleList() {
  const roles = await requestJson("GET", `/console/iam/roles.json?account=${account}`);
  const { field } = accountChoice(account, (chosen) => location.assign(`/console/iam/roles?account=${chosen}`));
  const rows = roles.map(({ roleName, path, createdAt }) => [
    element("a", { href: `/console/iam/roles?account=${account}&role=${encodeURIComponent(roleName)}` }, roleName),
    path,
    createdAt.slice(0, 19).replace("T", " "),
  ]);
  const none = element("p", {}, "No roles in this account.");
  const list = rows.length === 0 ? none : table("Roles", ["Name", "Path", "Created (UTC)"], rows);
  return [element("h1", {}, "Roles"), element("form", { class: "fields" }, field), list];
}

async function roleDetail() {
  const address = `/console/iam/roles.json?account=${account}&role=${encodeURIComponent(name)}`;
  const role = await requestJson("GET", address);
  const facts = [
    ["ARN", role.arn],
    ["Role ID", role.roleId],
    ["Description", role.description ?? ""],
    ["Permissions boundary", role.permissionsBoundary ?? "none"],
    ["Maximum session duration", `${role.maxSessionDuration} s`],
    ...role.tags.map(([key, value]) => [`Tag ${key}`, value]),
  ];
  return [
    element("p", {}, element("a", { href: `/console/iam/roles?account=${account}` }, "Roles")),
    element("h1", {}, role.roleName),
    table("Role details", ["Property", "Value"], facts),
    trustForm(role, address),
    ...role.policies.flatMap(([policy, document]) => [
      element("h2", {}, `Policy ${policy}`),
      element("pre", { tabindex: "0", role: "region", "aria-label": `Policy ${policy}` }, pretty(document)),
    ]),
  ];
}

/** A form to edit the trust policy, for example to see how the portal reports a policy that is not secure. */
function trustForm(role, address) {
  const text = element("textarea", { rows: "24", spellcheck: "false" });
  text.value = pretty(role.assumeRolePolicyDocument);
  const status = element("p", { role: "status" });
  const form = element("form", { class: "fields" }, labeled("Trust policy", text, "JSON. Defines who can assume this role."));
  form.append(element("button", { type: "submit", class: "primary" }, "Save"), status);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    status.textContent = "";
    try {
      await requestJson("PUT", address, { assumeRolePolicyDocument: text.value });
      status.textContent = "Saved.";
    } catch (error) {
      status.textContent = error.message;
    }
  });
  return form;
}

function pretty(document) {
  return JSON.stringify(JSON.parse(document), null, 2);
}

try {
  app.replaceChildren(...(await (name ? roleDetail() : roleList())));
} catch (error) {
  app.replaceChildren(element("h1", {}, "This page could not be loaded"), element("p", { role: "alert", class: "problem" }, error.message));
}
app.removeAttribute("aria-busy");
