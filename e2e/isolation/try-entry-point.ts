import { readFileSync } from "node:fs";
import type { APIRequestContext } from "playwright/test";
import { type EntryPoint, inputOf, type Objects, pathOf } from "./entry-point-table.ts";

export interface Tried {
  readonly status: number;
  /** `ok`, a failure's code, or "" where the answer is a page or an error of the framework. */
  readonly code: string;
  readonly location: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly node: Readonly<Record<string, { readonly filename: string; readonly exportedName: string }>>;
}

/** What the browser sends to call an action: the build knows it by file and name. */
export function actionId(door: EntryPoint): string {
  const [, file, name] = door.name.split(/ (?=app\/| ?\w+$)/);
  const { node } = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as Manifest;
  const found = Object.entries(node).find(([, { filename, exportedName }]) => filename === file && exportedName === name);
  if (found === undefined) throw new Error(`the build has no ${door.name}: is it used by a page?`);
  return found[0];
}

export interface Attempt {
  readonly objects: Objects;
  /** Headers in place of those our own pages send with a POST. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  /** An action's arguments, or a route's body, in place of the sample. */
  readonly raw?: unknown;
}

/** Uses one door as whoever the context is signed in as, the way a browser would, without following redirects. */
export async function tryEntryPoint(context: APIRequestContext, portal: string, door: EntryPoint, attempt: Attempt): Promise<Tried> {
  const own = attempt.headers ?? { origin: portal, "sec-fetch-site": "same-origin" };
  const options = { maxRedirects: 0, failOnStatusCode: false } as const;
  const [, verb = "GET"] = door.name.split(" ");
  const answer =
    door.kind === "action"
      ? await context.post(`${portal}/sign-in`, {
          ...options,
          headers: { ...own, accept: "text/x-component", "next-action": actionId(door), "content-type": "text/plain;charset=UTF-8" },
          data: JSON.stringify([inputFor(door, attempt)]),
        })
      : await context.fetch(portal + pathOf(door, attempt.objects), {
          ...options,
          method: door.kind === "page" ? "GET" : verb,
          ...(door.kind === "route" && verb !== "GET" ? routeBody(door, attempt, own) : {}),
        });
  const body = await answer.text();
  return { status: answer.status(), code: codeIn(body), location: answer.headers()["location"] ?? "", body, headers: answer.headers() };
}

function routeBody(door: EntryPoint, attempt: Attempt, headers: Readonly<Record<string, string>>) {
  if (door.input === undefined) return { headers };
  return { headers: { ...headers, "content-type": "application/json" }, data: JSON.stringify(inputFor(door, attempt)) };
}

function inputFor(door: EntryPoint, attempt: Attempt): unknown {
  return attempt.raw ?? { ...inputOf(door, attempt.objects), ...attempt.extra };
}

function codeIn(body: string): string {
  const found = /"ok":(true|false)(?:,"code":"([a-z-]+)")?|^\{"code":"([a-z-]+)"/m.exec(body);
  if (found === null) return "";
  return found[1] === "true" ? "ok" : (found[2] ?? found[3] ?? "");
}
