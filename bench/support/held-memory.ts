import { setTimeout as wait } from "node:timers/promises";

/** Node's own port for its inspector, on loopback. */
const INSPECTOR = "http://127.0.0.1:9229/json/list";

interface Reply {
  readonly id: number;
  readonly result?: { readonly result?: { readonly value?: string } };
}

/** What a process still holds once unused memory is collected, and what is resident then, in bytes. */
export interface HeldMemory {
  readonly held: number;
  readonly resident: number;
}

/**
 * Has a Node process collect its garbage, through the inspector that SIGUSR1 opens, and asks what is left. Resident memory alone
 * says what V8 has not got round to collecting: right after the same load, read quickly, it is as large.
 * @throws when another process has the inspector's port
 */
export async function heldMemoryOf(pid: number): Promise<HeldMemory> {
  process.kill(pid, "SIGUSR1");
  const socket = await inspectorOf();
  try {
    let last = 0;
    const ask = (method: string, params: object = {}): Promise<Reply> =>
      new Promise((resolve) => {
        const id = ++last;
        const hear = ({ data }: MessageEvent<string>) => {
          const reply = JSON.parse(data) as Reply;
          if (reply.id !== id) return;
          socket.removeEventListener("message", hear);
          resolve(reply);
        };
        socket.addEventListener("message", hear);
        socket.send(JSON.stringify({ id, method, params }));
      });
    for (let n = 0; n < 3; n++) await ask("HeapProfiler.collectGarbage");
    const expression = "JSON.stringify({ pid: process.pid, ...process.memoryUsage() })";
    const { result } = await ask("Runtime.evaluate", { expression, returnByValue: true });
    const usage = JSON.parse(result?.result?.value ?? "{}") as { pid: number; heapUsed: number; external: number; rss: number };
    if (usage.pid !== pid) throw new Error(`the inspector's port is process ${usage.pid}'s, not ${pid}'s`);
    return { held: usage.heapUsed + usage.external, resident: usage.rss };
  } finally {
    socket.close();
  }
}

async function inspectorOf(): Promise<WebSocket> {
  for (let tries = 0; tries < 50; tries++) {
    const list = (await fetch(INSPECTOR).then(
      (answer) => answer.json(),
      () => [],
    )) as readonly { webSocketDebuggerUrl: string }[];
    const url = list[0]?.webSocketDebuggerUrl;
    if (url !== undefined) {
      const socket = new WebSocket(url);
      await new Promise((resolve, reject) => {
        socket.addEventListener("open", resolve, { once: true });
        socket.addEventListener("error", reject, { once: true });
      });
      return socket;
    }
    await wait(100);
  }
  throw new Error("the process opened no inspector");
}
