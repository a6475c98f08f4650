import { element, labeled } from "./element.js";

const STORAGE_KEY = "sandbox-account";

/** The accounts that a user can choose, from the data attribute of the page. */
export function accounts() {
  return document.getElementById("app").dataset.accounts.split(" ");
}

/** The account that was last chosen in this browser, or the first one. */
export function chosenAccount() {
  const saved = localStorage.getItem(STORAGE_KEY);
  return accounts().includes(saved) ? saved : accounts()[0];
}

/** A field to choose the account. The choice is saved at once. */
export function accountChoice(value, changed = () => {}) {
  const select = element("select", {
    change: () => {
      localStorage.setItem(STORAGE_KEY, select.value);
      changed(select.value);
    },
  });
  for (const account of accounts()) select.append(element("option", { value: account, selected: account === value }, account));
  return { select, field: labeled("AWS account", select, "Replaces AWS sign-in: choose the account to use.") };
}
