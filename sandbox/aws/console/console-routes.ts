import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { iamAccessOf } from "#sandbox/aws/cloudformation/iam-access.ts";
import type { Stack } from "#sandbox/aws/cloudformation/stack.ts";
import { stackStore } from "#sandbox/aws/cloudformation/stack-store.ts";
import type { Route } from "#sandbox/aws/protocol/router.ts";
import { CUSTOMER_ACCOUNTS } from "#sandbox/aws/state/sandbox-accounts.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { respondWithJson } from "./json-response.ts";
import { page } from "./page.ts";
import { handleRoles } from "./roles-api.ts";
import { handleStacks } from "./stacks-api.ts";
import { fetchTemplate, templateSummary } from "./templates.ts";

type ConsoleState = Pick<SandboxState, "iam" | "stacks" | "changed" | "partition" | "region">;

/** The pages of the console and their JSON: stacks at `/console/cloudformation/home`, roles at `/console/iam/roles`. */
export function consoleRoutes(state: ConsoleState): Route {
  // Only this store writes to the map, so every value is a Stack, also after a restart.
  const store = stackStore({ iam: iamAccessOf(state.iam), stacks: state.stacks as Map<string, Stack>, changed: state.changed });
  const stacks = { store, partition: state.partition, accounts: CUSTOMER_ACCOUNTS };
  const roles = { iam: state.iam, accounts: CUSTOMER_ACCOUNTS };
  return async (req, res, url) => {
    const path = url.pathname.slice("/console".length).replace(/\/$/, "");
    if (path.startsWith("/assets/")) await sendAsset(res, path.slice("/assets/".length));
    else if (/^\/cloudformation\/stacks(\/|$)/.test(path)) await respondWithJson(req, res, () => handleStacks(stacks, req, url));
    else if (path === "/iam/roles.json") await respondWithJson(req, res, () => handleRoles(roles, req, url));
    else if (path === "/cloudformation/template-summary") {
      await respondWithJson(req, res, async () => templateSummary(await fetchTemplate(url.searchParams.get("url") ?? "")));
    } else sendPage(req, res, path, state.region);
  };
}

const SCRIPTS: Readonly<Record<string, { title: string; script: string }>> = {
  "": { title: "Stacks", script: "stacks.js" },
  "/cloudformation/home": { title: "Stacks", script: "stacks.js" },
  "/iam/roles": { title: "Roles", script: "roles.js" },
};

function sendPage(req: IncomingMessage, res: ServerResponse, path: string, region: string): void {
  const known = Object.hasOwn(SCRIPTS, path) ? SCRIPTS[path] : undefined;
  const app = `<div id="app" aria-busy="true" data-accounts="${CUSTOMER_ACCOUNTS.join(" ")}" data-region="${region}">
<noscript>This console requires JavaScript to read quick-create links.</noscript>
</div>`;
  const html = known === undefined ? page({ title: "Not found", main: "<h1>Not found</h1>" }) : page({ ...known, main: app });
  res.writeHead(known === undefined ? 404 : 200, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  });
  res.end(req.method === "HEAD" ? undefined : html);
}

const FILES = new URL("./browser/", import.meta.url);
const TYPES: Readonly<Record<string, string>> = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" };

/** Serves a style sheet or script of the console. A name that is not a plain file name, such as `../x`, is not found. */
async function sendAsset(res: ServerResponse, name: string): Promise<void> {
  const [, ending = ""] = /^[a-z-]+\.(css|js)$/.exec(name) ?? [];
  const type = TYPES[ending];
  const body = type === undefined ? undefined : await readFile(new URL(name, FILES)).catch(() => undefined);
  if (body === undefined) {
    res.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
    return;
  }
  res.writeHead(200, { "content-type": type, "cache-control": "no-cache", "x-content-type-options": "nosniff" }).end(body);
}
