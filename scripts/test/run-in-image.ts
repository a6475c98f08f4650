import { spawn } from "node:child_process";

/**
 * Runs a command of the program in the image, with this process's environment, and passes signals on. The demo starts its processes through this script
 * when SALLYPORT_PROGRAM names it. SALLYPORT_CONTAINER is `docker IMAGE` or `buildah CONTAINER`.
 */
const [engine = "", name = ""] = (process.env["SALLYPORT_CONTAINER"] ?? "").split(" ");
/** What belongs to this machine and not to the portal. */
const OWN = new Set([
  "PATH",
  "HOME",
  "TMPDIR",
  "HOSTNAME",
  "SALLYPORT_CONTAINER",
  "SALLYPORT_PROGRAM",
  "NODE_COMPILE_CACHE",
  "PWD",
  "SHLVL",
  "_",
]);
const variables = Object.keys(process.env).filter((variable) => !OWN.has(variable) && !variable.startsWith("npm_"));
const environment = [...variables.map((variable) => `--env=${variable}`), "--env=HOSTNAME=127.0.0.1"];
// The sandbox is on this machine, and with custom endpoints everything must be, so the container shares its network.
const args =
  engine === "docker"
    ? [
        "run",
        "--rm",
        "--init=false",
        "--network=host",
        "--read-only",
        "--cap-drop=ALL",
        "--security-opt=no-new-privileges",
        ...environment,
        name,
      ]
    : ["run", "--isolation=chroot", "--user=10001:10001", ...environment, name, "--", "node", "/app/sallyport.js"];

const child = spawn(engine, [...args, ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
