import { element, labelled } from "./element.js";

const REMEMBERED = "sandbox-account";

/** The accounts one can be signed in to, as the page was told. */
export function accounts() {
  return document.getElementById("app").dataset.accounts.split(" ");
}

/** The account chosen last in this browser; the first of them at the first time. */
export function chosenAccount() {
  const remembered = localStorage.getItem(REMEMBERED);
  return accounts().includes(remembered) ? remembered : accounts()[0];
}

/** The choice of account. It is remembered as soon as it is made. */
export function accountChoice(value, changed = () => {}) {
  const select = element("select", {
    change: () => {
      localStorage.setItem(REMEMBERED, select.value);
      changed(select.value);
    },
  });
  for (const account of accounts()) select.append(element("option", { value: account, selected: account === value }, account));
  return { select, field: labelled("AWS account", select, "Replaces AWS sign-in: choose the account to use.") };
}
