import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

export interface Balancer {
  /** The ports of the web processes, in any order. A new one gets requests when it is ready. */
  setPorts(ports: readonly number[]): void;
  /** The ports that get requests. */
  readyPorts(): readonly number[];
  /**
   * Whether a GET or HEAD whose process ended the connection before it answered goes to the next process, as with the proxies of docs/deploy.md.
   * False at the start. A test of processes that are stopped, not killed, needs false: true would hide a request that such a process cut.
   */
  setRepeatsGets(repeats: boolean): void;
  /** Resolves when exactly these ports get requests. @throws Error after `timeoutMs` milliseconds */
  untilReady(ports: readonly number[], timeoutMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** Milliseconds between two checks of one process, and the time limit of a check. */
const CHECK_MS = 500;
const CHECK_LIMIT_MS = 2000;
/** Bytes. The portal accepts no longer request. */
const MAX_BODY_BYTES = 262_144;

/**
 * A load balancer on a loopback port, for tests of several web processes. It asks `/api/health/ready` twice a second and gives requests
 * in turn to the processes that are ready; if none is, to all, as AWS's Application Load Balancer does. A request of which nothing
 * was sent, because the connection was refused, goes to the next process. It sends no request twice, except while `setRepeatsGets` says so.
 */
export async function startBalancer(port: number): Promise<Balancer> {
  const ready = new Map<number, boolean>();
  const agent = new http.Agent({ keepAlive: true });
  let turn = 0;
  let isRepeating = false;
  const stopping = new AbortController();

  const inTurn = (): readonly number[] => {
    const open = [...ready].filter(([, is]) => is).map(([each]) => each);
    const all = open.length > 0 ? open : [...ready.keys()];
    turn += 1;
    return all.map((_, n) => all[(n + turn) % all.length] ?? 0);
  };

  const server = http.createServer((request, response) => {
    const canRepeat = () => isRepeating && (request.method === "GET" || request.method === "HEAD");
    void forward(request, response, inTurn(), agent, canRepeat).catch(() => response.destroy());
  });
  // A client that finds its idle connection closed could not know whether its request was processed.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "localhost", resolve));

  const check = async (each: number) => {
    const isReady = await fetch(`http://127.0.0.1:${each}/api/health/ready`, { signal: AbortSignal.timeout(CHECK_LIMIT_MS) }).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.ok;
      },
      () => false,
    );
    if (ready.has(each)) ready.set(each, isReady);
  };
  const checking = (async () => {
    while (!stopping.signal.aborted) {
      await Promise.all([...ready.keys()].map(check));
      await wait(CHECK_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();

  const readyPorts = () => [...ready].filter(([, is]) => is).map(([each]) => each);
  return {
    setPorts(ports) {
      for (const each of ready.keys()) if (!ports.includes(each)) ready.delete(each);
      for (const each of ports) if (!ready.has(each)) ready.set(each, false);
    },
    readyPorts,
    setRepeatsGets(repeats) {
      isRepeating = repeats;
    },
    async untilReady(ports, timeoutMs) {
      const wanted = [...ports].sort().join();
      const deadline = performance.now() + timeoutMs;
      while ([...readyPorts()].sort().join() !== wanted) {
        if (performance.now() > deadline) throw new Error(`the processes on ports ${wanted} are not ready; ready: ${readyPorts().join()}`);
        await wait(20);
      }
    },
    async stop() {
      stopping.abort();
      await checking;
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  ports: readonly number[],
  agent: http.Agent,
  canRepeat: () => boolean,
): Promise<void> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return void response.writeHead(413, { connection: "close" }).end();
  }
  const body = Buffer.concat(chunks);
  for (const port of ports) if ((await forwardTo(port, request, response, body, agent, canRepeat)) === "done") return;
  response.writeHead(503, { "content-type": "text/plain", "retry-after": "1" }).end("no process is ready\n");
}

/** Sends the request to one process. `next`: nothing was sent, or the request can be repeated, and the next process may answer it. */
function forwardTo(
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  agent: http.Agent,
  canRepeat: () => boolean,
): Promise<"done" | "next"> {
  return new Promise((resolve) => {
    const { method, url, headers } = request;
    const onward = http.request({ host: "127.0.0.1", port, method, path: url, headers: { ...headers, connection: "keep-alive" }, agent });
    onward.once("error", (error: NodeJS.ErrnoException) => {
      const isUnsent = error.code === "ECONNREFUSED" && !onward.reusedSocket;
      if ((isUnsent || canRepeat()) && !response.headersSent && !response.destroyed) return resolve("next");
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { "content-type": "text/plain" }).end(`the process ended the connection (${error.code})\n`);
      resolve("done");
    });
    onward.once("response", (answer) => {
      const { connection: _, ...kept } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, kept);
      response.flushHeaders();
      answer.once("error", () => response.destroy());
      answer.pipe(response);
      resolve("done");
    });
    response.once("close", () => onward.destroy());
    onward.end(body);
  });
}
