import { readFileSync } from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { type EntryPoint, inputOf, type Objects, pathOf } from "#e2e/isolation/entry-point-table.ts";
import { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { signInOverHttp } from "#stack/visitor/sign-in-over-http.ts";

/** A server action, by the file and the name in the build's manifest. */
export interface ActionName {
  readonly file: string;
  readonly name: string;
}

export const CONNECTIONS = "app/(customer)/connections/actions.ts";
export const LOGS = "app/(customer)/connections/[id]/logs/actions.ts";

/** A client of the portal for one signed-in person: pages, server actions and event streams. */
export class Portal {
  readonly url: string;
  /** The value of the request header `cookie` with the session. */
  readonly cookie: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #ids = new Map<string, string>();

  private constructor(url: string, cookie: string) {
    this.url = url;
    this.cookie = cookie;
  }

  static async signIn(url: string, email: string): Promise<Portal> {
    const visitor = new HttpVisitor();
    await signInOverHttp(visitor, url, `${url}/connections`, email);
    return new Portal(url, [...visitor.cookiesOf(url)].map(([name, value]) => `${name}=${value}`).join("; "));
  }

  async page(path: string): Promise<string> {
    return wholeBody(await this.#send("GET", path, {}));
  }

  /** Reads a download without keeping it; returns how many lines it has. */
  async lines(path: string): Promise<number> {
    let lines = 0;
    for await (const chunk of await this.#send("GET", path, { "sec-fetch-site": "same-origin" })) lines += newlinesIn(chunk as Buffer);
    return lines;
  }

  /** Calls an action from the page at `path`; returns the response body. @throws unless the status is 200 */
  async act(action: ActionName, path: string, input: unknown): Promise<string> {
    return wholeBody(await this.#post(action, path, input));
  }

  /** Requests an event stream by POST; returns its body and the milliseconds until it contained `mark`. @throws if it never does */
  async stream(path: string, input: unknown, mark = ""): Promise<{ ms: number; body: string }> {
    const began = performance.now();
    const answer = await this.#send("POST", path, this.#jsonHeaders(), JSON.stringify(input));
    let body = "";
    let ms: number | undefined;
    answer.setEncoding("utf8");
    for await (const chunk of answer) {
      body += chunk;
      if (ms === undefined && body.includes(mark)) ms = performance.now() - began;
    }
    if (ms === undefined) throw new Error(`${path} ended without ${mark}: ${body.slice(0, 500)}`);
    return { ms, body };
  }

  /** Calls an entry point with the IDs of these rows; returns the response and the milliseconds that it took. */
  async tryEntryPoint(
    entryPoint: EntryPoint,
    objects: Objects,
  ): Promise<{ readonly status: number; readonly body: string; readonly ms: number }> {
    const [, first = "", last = ""] = entryPoint.name.split(" ");
    const input = entryPoint.input && inputOf(entryPoint, objects);
    const json = this.#jsonHeaders();
    const began = performance.now();
    const answer =
      entryPoint.kind === "action"
        ? await this.#ask("POST", "/connections", this.#actionHeaders({ file: first, name: last }), JSON.stringify([input]))
        : await this.#ask(
            entryPoint.kind === "page" ? "GET" : first,
            pathOf(entryPoint, objects),
            input ? json : {},
            input && JSON.stringify(input),
          );
    const body = await wholeBody(answer);
    return { status: answer.statusCode ?? 0, body, ms: performance.now() - began };
  }

  #jsonHeaders(): Record<string, string> {
    return { "content-type": "application/json", origin: this.url, "sec-fetch-site": "same-origin" };
  }

  #post(action: ActionName, path: string, input: unknown): Promise<IncomingMessage> {
    return this.#send("POST", path, this.#actionHeaders(action), JSON.stringify([input]));
  }

  #actionHeaders({ file, name }: ActionName): Record<string, string> {
    return {
      origin: this.url,
      "sec-fetch-site": "same-origin",
      accept: "text/x-component",
      "content-type": "text/plain;charset=UTF-8",
      "next-action": this.#actionId(file, name),
    };
  }

  async #send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<IncomingMessage> {
    const answer = await this.#ask(method, path, headers, body);
    if (answer.statusCode === 200) return answer;
    answer.resume();
    throw new Error(`the portal answered ${answer.statusCode} to ${method} ${path}`);
  }

  #ask(method: string, path: string, headers: Record<string, string>, body?: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = request(this.url + path, { method, agent: this.#agent, headers: { ...headers, cookie: this.cookie } }, resolve);
      sent.once("error", (error: NodeJS.ErrnoException) => {
        // The server closed the idle socket at the same time, which is not an error of the portal.
        if (sent.reusedSocket && error.code === "ECONNRESET") resolve(this.#send(method, path, headers, body));
        else reject(error);
      });
      sent.end(body);
    });
  }

  /** The ID of an action in the header `next-action`. */
  #actionId(file: string, name: string): string {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const { node } = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as {
      node: Record<string, { filename: string; exportedName: string }>;
    };
    const id = Object.entries(node).find(([, made]) => made.filename === file && made.exportedName === name)?.[0];
    if (id === undefined) throw new Error(`the build has no action ${name} of ${file}`);
    this.#ids.set(name, id);
    return id;
  }
}

/** How many newlines a chunk contains. */
export function newlinesIn(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}

async function wholeBody(answer: IncomingMessage): Promise<string> {
  let body = "";
  answer.setEncoding("utf8");
  for await (const chunk of answer) body += chunk;
  return body;
}
