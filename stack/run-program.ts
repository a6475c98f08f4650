import { spawn } from "node:child_process";

export interface ProgramEnd {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs a program and returns its exit code and its output (both streams, in order). With `show`, also prints the output as it arrives. Passes
 * SIGINT and SIGTERM on, so that Ctrl-C stops the program too. @throws Error if the program cannot be started
 */
export function runProgram(
  command: string,
  args: readonly string[],
  options: { env?: Record<string, string>; show?: boolean; cwd?: string } = {},
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      // biome-ignore lint/style/noProcessEnv: passed on unchanged
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
      if (options.show) process.stderr.write(chunk);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const passOn = (signal: NodeJS.Signals) => child.kill(signal);
    process.on("SIGINT", passOn).on("SIGTERM", passOn);
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("SIGINT", passOn).off("SIGTERM", passOn);
      resolve({ code: code ?? 1, output });
    });
  });
}
