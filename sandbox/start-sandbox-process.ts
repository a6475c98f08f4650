import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A sandbox in a process of its own, which can be used only over the network. */
export interface SandboxProcess {
  readonly url: string;
  readonly smtpUrl: string;
  /** The exit status, once the process has ended; null if it was killed. */
  readonly ended: Promise<number | null>;
  /** Stops the process and resolves when it has ended. A process that does not end in time is killed. */
  close(): Promise<void>;
}

export interface SandboxProcessOptions {
  /** The region of the seeded log groups; `eu-central-1` when absent. */
  readonly region?: string;
  /** The command to start; the `aws-sandbox` of this package when absent. */
  readonly command?: string;
  /** Options of Node.js before the command. */
  readonly nodeOptions?: readonly string[];
  /** How long the start may take, in milliseconds; a minute when absent. */
  readonly startMs?: number;
  /** How long the end may take after SIGTERM, in milliseconds, before the process is killed; ten seconds when absent. */
  readonly endMs?: number;
}

const READY = /^Sandbox on (\S+), mail on (\S+)$/m;
const START_MS = 60_000;
const END_MS = 10_000;
/** Everything else of the environment, such as a data file or an application's URL, belongs to another sandbox. */
const INHERITED = ["PATH", "HOME", "TMPDIR", "NODE_COMPILE_CACHE"];

/**
 * Starts the `aws-sandbox` command on free ports and waits until it is ready. The process gets no setting of this process's
 * environment.
 * @throws Error when the process ends before it is ready, or is not ready in time and was killed; the message has what it wrote to standard error
 */
export async function startSandboxProcess(options: SandboxProcessOptions = {}): Promise<SandboxProcess> {
  const { region = "eu-central-1", nodeOptions = [], startMs = START_MS, endMs = END_MS } = options;
  const command = options.command ?? fileURLToPath(new URL("bin/aws-sandbox.js", import.meta.url));
  const inherited = Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]));
  const env: NodeJS.ProcessEnv = { NODE_ENV: "production", ...inherited, SANDBOX_PORT: "0", SANDBOX_SMTP_PORT: "0", AWS_REGION: region };
  const child = spawn(process.execPath, [...nodeOptions, command], { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const killAfter = (ms: number) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), ms);
    void ended.then(() => clearTimeout(timer));
    return timer;
  };
  const started = killAfter(startMs);
  let errors = "";
  child.stderr.on("data", (text: Buffer) => {
    errors = (errors + text).slice(-10_000);
  });
  const [, url = "", smtpUrl = ""] = await new Promise<RegExpExecArray>((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (text: Buffer) => {
      output = (output + text).slice(-10_000);
      const match = READY.exec(output);
      if (match !== null) resolve(match);
    });
    child.once("error", reject);
    void ended.then((code) => {
      const why = code === null ? `was not ready within ${startMs} ms` : `ended with ${code} before it was ready`;
      reject(new Error(`The sandbox ${why}: ${errors}`));
    });
  });
  clearTimeout(started);
  child.stderr.pipe(process.stderr);
  return {
    url,
    smtpUrl,
    ended,
    async close() {
      child.kill("SIGTERM");
      killAfter(endMs);
      await ended;
    },
  };
}
