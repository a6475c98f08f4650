import { element } from "./element.js";
import { quickCreate } from "./quick-create.js";
import { stackDetail } from "./stack-detail.js";
import { stackList } from "./stack-list.js";

const app = document.getElementById("app");
const region = new URLSearchParams(location.search).get("region") ?? app.dataset.region;
const VIEWS = { "/stacks/quickcreate": quickCreate, "/stacks/detail": stackDetail };

/** Shows the view that the URL fragment names. Browsers do not send the fragment to a server, so only this script reads it. */
async function show() {
  const [route, ...rest] = location.hash.slice(1).split("?");
  const view = VIEWS[route] ?? stackList;
  app.setAttribute("aria-busy", "true");
  try {
    app.replaceChildren(...(await view(new URLSearchParams(rest.join("?")), region, show)));
  } catch (error) {
    app.replaceChildren(
      element("h1", {}, "This page could not be loaded"),
      element("p", { role: "alert", class: "problem" }, error.message),
    );
  }
  app.removeAttribute("aria-busy");
  document.title = `${app.querySelector("h1")?.textContent ?? "Stacks"} · Sandbox`;
}

addEventListener("hashchange", show);
show();
