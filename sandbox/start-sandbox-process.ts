import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A sandbox in a process of its own, which can be used only over the network. */
export interface SandboxProcess {
  readonly url: string;
  readonly smtpUrl: string;
  /** Stops the process and resolves when it has ended. */
  close(): Promise<void>;
}

const READY = /^Sandbox on (\S+), mail on (\S+)$/m;

/**
 * Starts the `aws-sandbox` command on free ports and waits until it is ready.
 * @param options.region the region of the seeded log groups; `eu-central-1` when absent
 * @throws Error when the process ends before it is ready
 */
export async function startSandboxProcess(options: { region?: string } = {}): Promise<SandboxProcess> {
  const command = fileURLToPath(new URL("bin/aws-sandbox.js", import.meta.url));
  const variables = { SANDBOX_PORT: "0", SANDBOX_SMTP_PORT: "0", AWS_REGION: options.region ?? "eu-central-1" };
  const child = spawn(process.execPath, [command], { env: { ...process.env, ...variables }, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ready = await new Promise<RegExpExecArray>((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (text: Buffer) => {
      output += text;
      const match = READY.exec(output);
      if (match !== null) resolve(match);
    });
    void ended.then(() => reject(new Error("the sandbox ended before it was ready")));
  });
  const [, url = "", smtpUrl = ""] = ready;
  return {
    url,
    smtpUrl,
    async close() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
