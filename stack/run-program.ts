import { spawn } from "node:child_process";

export interface ProgramEnd {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs a program to its end and answers its exit code and output (both streams, in order). With `show` the output is
 * passed on as it comes. A signal to us reaches the program, so Ctrl-C leaves nothing behind.
 */
export function runProgram(
  command: string,
  args: readonly string[],
  options: { env?: Record<string, string>; show?: boolean; cwd?: string } = {},
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      if (options.show) process.stderr.write(chunk);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const pass = (signal: NodeJS.Signals) => child.kill(signal);
    process.on("SIGINT", pass).on("SIGTERM", pass);
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("SIGINT", pass).off("SIGTERM", pass);
      resolve({ code: code ?? 1, output });
    });
  });
}
