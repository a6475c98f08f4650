import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { freePort } from "#db/testing/free-port.ts";
import { say } from "#stack/say.ts";

export interface ProductProcess {
  readonly portalUrl: string;
  readonly sandboxUrl: string;
  /** The process ID of the command, whose descendants are the processes of the product. */
  readonly pid: number;
  /** Milliseconds from the start of the command to its `Ready`. */
  readonly readyAfterMs: number;
  stop(): Promise<void>;
}

/** High limits, so that the benchmarks measure the portal and not AWS's quotas or the portal's limits for one person. */
const NO_LIMITS = {
  LOGS_QUOTAS: "FilterLogEvents=100000,DescribeLogGroups=100000",
  CALLS_PER_MINUTE_FACTOR: "100",
  STREAMS_PER_PERSON: "1000",
  STREAMS_PER_CUSTOMER: "1000",
};

/** Starts the demo on free ports with this data folder; resolves when it prints `Ready`. @throws if it ends before */
export async function startProduct(dataFolder: string): Promise<ProductProcess> {
  const [port, sandboxPort, smtpPort] = [await freePort(), await freePort(), await freePort()];
  const began = performance.now();
  const command = spawn(process.execPath, ["scripts/bootstrap.mjs", "scripts/demo.ts"], {
    env: {
      ...process.env,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      SANDBOX_SMTP_PORT: String(smtpPort),
      SALLYPORT_DATA: dataFolder,
      ...NO_LIMITS,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  createInterface({ input: command.stderr }).on("line", (line) => {
    output.push(line);
    if (line.startsWith("Building")) say(line);
  });
  const ended = new Promise<number | null>((resolve) => command.once("exit", resolve));
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: command.stdout }).on("line", (line) => {
      if (line.startsWith("Ready on ")) resolve();
    });
  });
  // If a signal ended this process, the product would continue to run.
  const exit = () => process.exit(130);
  const end = () => command.kill("SIGINT");
  process.on("SIGINT", exit).on("SIGTERM", exit).on("exit", end);
  const stop = async () => {
    process.off("SIGINT", exit).off("SIGTERM", exit).off("exit", end);
    end();
    await ended;
  };
  await Promise.race([
    ready,
    ended.then((code) => {
      throw new Error(`the product ended with ${code} before it was ready:\n${output.join("\n")}`);
    }),
  ]);
  return {
    portalUrl: `http://localhost:${port}`,
    sandboxUrl: `http://localhost:${sandboxPort}`,
    pid: command.pid ?? 0,
    readyAfterMs: performance.now() - began,
    stop,
  };
}
