import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, get } from "node:http";
import type { Draft } from "./draft.ts";
import { newlinesIn } from "./portal.ts";
import { roleCredentials } from "./role-credentials.ts";

export interface BareServer {
  readonly pid: number;
  /** One small read. */
  read(): Promise<void>;
  /** Reads the response of the path and returns how many lines it has. */
  lines(path: string): Promise<number>;
  stop(): void;
}

/** Starts the bare server in a process of its own, with credentials of the draft's role like those of the portal. */
export async function startBareServer(sandboxUrl: string, draft: Draft): Promise<BareServer> {
  const { accessKeyId, secretAccessKey, sessionToken } = await roleCredentials(sandboxUrl, draft);
  const server = spawn(process.execPath, ["bench/support/bare-server.ts"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      BENCH_SANDBOX_URL: sandboxUrl,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    },
  });
  const [line] = (await once(server.stdout, "data")) as [Buffer];
  const url = line.toString().trim();
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const lines = (path: string): Promise<number> =>
    new Promise<number>((resolve, reject) => {
      const asked = get(url + path, { agent }, (answer) => {
        let count = 0;
        answer.on("data", (chunk: Buffer) => {
          count += newlinesIn(chunk);
        });
        answer.once("error", reject);
        answer.once("end", () => (answer.statusCode === 200 ? resolve(count) : reject(new Error("a bare read failed"))));
      });
      asked.once("error", (error: NodeJS.ErrnoException) => {
        // As in portal.ts: the server closed the idle socket at the same time.
        if (asked.reusedSocket && error.code === "ECONNRESET") resolve(lines(path));
        else reject(error);
      });
    });
  return {
    pid: server.pid ?? 0,
    lines,
    read: async () => {
      await lines("/");
    },
    stop: () => {
      agent.destroy();
      server.stdin.end();
    },
  };
}
