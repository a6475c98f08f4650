import { readFileSync } from "node:fs";
import type { APIRequestContext } from "playwright/test";
import { type EntryPoint, inputOf, type Objects, pathOf } from "./entry-point-table.ts";

export interface Tried {
  readonly status: number;
  /** `ok`, the code of a failure, or "" if the response is a page or an error of Next.js. */
  readonly code: string;
  readonly location: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly node: Readonly<Record<string, { readonly filename: string; readonly exportedName: string }>>;
}

/** The ID with which a browser calls an action. The build lists it by file and name. */
export function actionId(entryPoint: EntryPoint): string {
  const [, file, name] = entryPoint.name.split(/ (?=app\/| ?\w+$)/);
  const { node } = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as Manifest;
  const found = Object.entries(node).find(([, { filename, exportedName }]) => filename === file && exportedName === name);
  if (found === undefined) throw new Error(`the build has no ${entryPoint.name}: is it used by a page?`);
  return found[0];
}

export interface Attempt {
  readonly objects: Objects;
  /** Replaces the headers that the portal's own pages send with a POST. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Replaces the sample input of the table. */
  readonly raw?: unknown;
}

/** Calls one entry point as the person who is signed in in this context, as a browser does. Does not follow redirects. */
export async function tryEntryPoint(context: APIRequestContext, portal: string, entryPoint: EntryPoint, attempt: Attempt): Promise<Tried> {
  const own = attempt.headers ?? { origin: portal, "sec-fetch-site": "same-origin" };
  const options = { maxRedirects: 0, failOnStatusCode: false } as const;
  const [, method = "GET"] = entryPoint.name.split(" ");
  const response =
    entryPoint.kind === "action"
      ? await context.post(`${portal}/sign-in`, {
          ...options,
          headers: { ...own, accept: "text/x-component", "next-action": actionId(entryPoint), "content-type": "text/plain;charset=UTF-8" },
          data: JSON.stringify([inputFor(entryPoint, attempt)]),
        })
      : await context.fetch(portal + pathOf(entryPoint, attempt.objects), {
          ...options,
          method: entryPoint.kind === "page" ? "GET" : method,
          ...(entryPoint.kind === "route" && method !== "GET" ? routeBody(entryPoint, attempt, own) : {}),
        });
  const body = await response.text();
  return {
    status: response.status(),
    code: codeIn(body),
    location: response.headers()["location"] ?? "",
    body,
    headers: response.headers(),
  };
}

function routeBody(entryPoint: EntryPoint, attempt: Attempt, headers: Readonly<Record<string, string>>) {
  if (entryPoint.input === undefined) return { headers };
  return { headers: { ...headers, "content-type": "application/json" }, data: JSON.stringify(inputFor(entryPoint, attempt)) };
}

function inputFor(entryPoint: EntryPoint, attempt: Attempt): unknown {
  return attempt.raw ?? { ...inputOf(entryPoint, attempt.objects), ...attempt.extra };
}

function codeIn(body: string): string {
  const found = /"ok":(true|false)(?:,"code":"([a-z-]+)")?|^\{"code":"([a-z-]+)"/m.exec(body);
  if (found === null) return "";
  return found[1] === "true" ? "ok" : (found[2] ?? found[3] ?? "");
}
