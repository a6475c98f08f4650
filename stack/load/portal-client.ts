import { readFileSync } from "node:fs";
import { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { signInOverHttp } from "#stack/visitor/sign-in-over-http.ts";

/** A server action, by its file and its name. */
export interface ActionName {
  readonly file: string;
  readonly name: string;
}

export interface PortalResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Milliseconds, more than the portal takes for any answer that is not a stream. */
const LIMIT_MS = 30_000;

/** A signed-in person's HTTP client. Unlike a browser it never repeats a request. */
export class PortalClient {
  readonly url: string;
  readonly #cookie: string;
  readonly #actions: ActionIds;

  private constructor(url: string, cookie: string, actions: ActionIds) {
    this.url = url;
    this.#cookie = cookie;
    this.#actions = actions;
  }

  /** @param actions the server actions of the build whose pages this client has loaded */
  static async signIn(url: string, email: string, actions: ActionIds): Promise<PortalClient> {
    const visitor = new HttpVisitor();
    await signInOverHttp(visitor, url, `${url}/`, email);
    return new PortalClient(url, [...visitor.cookiesOf(url)].map(([name, value]) => `${name}=${value}`).join("; "), actions);
  }

  /** `fetch` with this person's session, as the portal's own pages call it. */
  readonly send = (path: string, request: RequestInit): Promise<Response> => {
    const headers = new Headers(request.headers);
    headers.set("cookie", this.#cookie);
    headers.set("origin", this.url);
    headers.set("sec-fetch-site", "same-origin");
    return fetch(new URL(path, this.url), { ...request, headers, redirect: "manual" });
  };

  async request(path: string, request: RequestInit = {}): Promise<PortalResponse> {
    const answer = await this.send(path, { signal: AbortSignal.timeout(LIMIT_MS), ...request });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  }

  /** @throws Error unless the status is 200 */
  async page(path: string): Promise<string> {
    return accepted(await this.request(path), path);
  }

  /** Calls a JSON entry point and reads its response to the end. @throws Error unless the status is 200 */
  async post(path: string, input: unknown): Promise<string> {
    const headers = { "content-type": "application/json" };
    return accepted(await this.request(path, { method: "POST", headers, body: JSON.stringify(input) }), path);
  }

  /** Calls a server action from the page at `path`. @throws Error unless the status is 200 and the action succeeded */
  async act(action: ActionName, path: string, input: unknown): Promise<string> {
    const headers = {
      accept: "text/x-component",
      "content-type": "text/plain;charset=UTF-8",
      "next-action": this.#actions(action),
    };
    const body = accepted(await this.request(path, { method: "POST", headers, body: JSON.stringify([input]) }), action.name);
    if (body.includes('"ok":false')) throw new Error(`${action.name} failed: ${/"message":"([^"]*)"/.exec(body)?.[1]}`);
    return body;
  }
}

function accepted({ status, body }: PortalResponse, what: string): string {
  if (status !== 200) throw new Error(`${what.replace(/[0-9a-f-]{36}/, "…").split("?")[0]} answered ${status}`);
  return body;
}

export type ActionIds = (action: ActionName) => string;

/** The IDs of the server actions of a build, from its folder `web`. */
export function actionIdsOf(web: string): ActionIds {
  const file = `${web}/.next/server/server-reference-manifest.json`;
  const { node } = JSON.parse(readFileSync(file, "utf8")) as { node: Record<string, { filename: string; exportedName: string }> };
  return ({ file: wanted, name }) => {
    // A build in a folder below another project has the path from that project.
    const isIn = (filename: string) => `/${filename}`.endsWith(`/${wanted}`);
    const id = Object.entries(node).find(([, made]) => isIn(made.filename) && made.exportedName === name)?.[0];
    if (id === undefined) throw new Error(`the build has no action ${name} of ${wanted}`);
    return id;
  };
}
