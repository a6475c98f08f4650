import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { commandInImage, IMAGE_RUN_FILE, type ImageRun } from "./image-engine.ts";

/**
 * Runs a command of the program in the image, with this process's environment, and passes signals on. The demo starts its processes through this script
 * when SALLYPORT_PROGRAM names it. The test of the image writes which one, because the demo passes on no variable that is not the portal's.
 */
const run: ImageRun = JSON.parse(readFileSync(IMAGE_RUN_FILE, "utf8"));
/** What belongs to this machine and not to the portal. */
const OWN = new Set(["PATH", "HOME", "TMPDIR", "SALLYPORT_PROGRAM", "NODE_COMPILE_CACHE", "PWD", "SHLVL", "_"]);
const variables = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    OWN.has(name) || name.startsWith("npm_") || value === undefined ? [] : [[name, value] as const],
  ),
);
const { command, args, env } = commandInImage(run, { ...variables, HOSTNAME: "127.0.0.1" }, process.argv.slice(2));
const child = spawn(command, args, { stdio: "inherit", env: env as NodeJS.ProcessEnv });
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
