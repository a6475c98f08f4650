import { readFileSync } from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { type EntryPoint, inputOf, type Objects, pathOf } from "#e2e/isolation/entry-point-table.ts";
import { HttpVisitor } from "#stack/visitor/http-visitor.ts";
import { signInOverHttp } from "#stack/visitor/sign-in-over-http.ts";

/** A server action, by the file and the name that the build knows it by. */
export interface ActionName {
  readonly file: string;
  readonly name: string;
}

export const CONNECTIONS = "app/(customer)/connections/actions.ts";
export const LOGS = "app/(customer)/connections/[id]/logs/actions.ts";

/** The portal as the browser of one signed-in person uses it: pages, server actions, and event streams. */
export class Portal {
  readonly url: string;
  /** The session's, as a browser sends it. */
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

  /** Takes a download as fast as it comes and keeps nothing of it; answers how many lines it had. */
  async lines(path: string): Promise<number> {
    let lines = 0;
    for await (const chunk of await this.#send("GET", path, { "sec-fetch-site": "same-origin" })) lines += newlinesIn(chunk as Buffer);
    return lines;
  }

  /** Calls an action from the page at `path`; answers the whole reply. @throws on any status but 200 */
  async act(action: ActionName, path: string, input: unknown): Promise<string> {
    return wholeBody(await this.#post(action, path, input));
  }

  /** Milliseconds until an event stream that is asked for by POST has said `mark`, and all of it when it has ended. @throws when it never does */
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

  /** Asks at a door of the table for these rows; answers whatever the portal says, and after how many milliseconds it had. */
  async tryEntryPoint(
    door: EntryPoint,
    objects: Objects,
  ): Promise<{ readonly status: number; readonly body: string; readonly ms: number }> {
    const [, first = "", last = ""] = door.name.split(" ");
    const input = door.input && inputOf(door, objects);
    const json = this.#jsonHeaders();
    const began = performance.now();
    const answer =
      door.kind === "action"
        ? await this.#ask("POST", "/connections", this.#actionHeaders({ file: first, name: last }), JSON.stringify([input]))
        : await this.#ask(door.kind === "page" ? "GET" : first, pathOf(door, objects), input ? json : {}, input && JSON.stringify(input));
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
      const asked = request(this.url + path, { method, agent: this.#agent, headers: { ...headers, cookie: this.cookie } }, resolve);
      asked.once("error", (error: NodeJS.ErrnoException) => {
        // An idle socket that the other side closed at this very moment says nothing of the portal.
        if (asked.reusedSocket && error.code === "ECONNRESET") resolve(this.#send(method, path, headers, body));
        else reject(error);
      });
      asked.end(body);
    });
  }

  /** What the browser sends to name an action. */
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

/** How many lines a piece of a file ends. */
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
