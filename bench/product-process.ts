import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { freePort } from "#db/testing/free-port.ts";
import { say } from "#stack/say.ts";

export interface ProductProcess {
  readonly portalUrl: string;
  readonly sandboxUrl: string;
  /** The command's own; the parts of the product descend from it. */
  readonly pid: number;
  /** Milliseconds from the start of the command to its `Ready`. */
  readonly readyAfterMs: number;
  stop(): Promise<void>;
}

/**
 * What is measured is the portal: AWS's quotas for one account would otherwise be the figure. One person reads as many would,
 * so what one person may have open, and call in a minute, is not the limit either.
 */
const NO_LIMITS = {
  LOGS_QUOTAS: "FilterLogEvents=100000,DescribeLogGroups=100000",
  CALLS_PER_MINUTE_FACTOR: "1000",
  STREAMS_PER_PERSON: "1000",
  STREAMS_PER_CUSTOMER: "1000",
};

/**
 * Starts the whole product by the command that a person uses, on free ports and in a data folder of its own, and answers
 * when it says `Ready`. @throws when it ends before
 */
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
  const words: string[] = [];
  createInterface({ input: command.stderr }).on("line", (line) => {
    words.push(line);
    if (line.startsWith("Building")) say(line);
  });
  const ended = new Promise<number | null>((resolve) => command.once("exit", resolve));
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: command.stdout }).on("line", (line) => {
      if (line.startsWith("Ready on ")) resolve();
    });
  });
  // Ended by a signal, this process would leave the product running.
  const leave = () => process.exit(130);
  const end = () => command.kill("SIGINT");
  process.on("SIGINT", leave).on("SIGTERM", leave).on("exit", end);
  const stop = async () => {
    process.off("SIGINT", leave).off("SIGTERM", leave).off("exit", end);
    end();
    await ended;
  };
  await Promise.race([
    ready,
    ended.then((code) => {
      throw new Error(`the product ended with ${code} before it was ready:\n${words.join("\n")}`);
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
