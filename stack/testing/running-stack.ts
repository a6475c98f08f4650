import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The environment variables of the running web process, or those for operator commands. */
export function partEnvironment(part: "command" | "web" | "preflight"): Record<string, string> {
  const data = process.env["E2E_DATA"] ?? ".data";
  const lines = readFileSync(`${data}/${part}.env`, "utf8").trim().split("\n");
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

/** The URL of the demo's database for the superuser, who can do what no role of the product can. */
export function superuserUrl(): string {
  const data = process.env["E2E_DATA"] ?? ".data";
  const { host, pathname } = new URL(partEnvironment("command")["DATABASE_STAFF_URL"] ?? "");
  const { password } = JSON.parse(readFileSync(`${data}/postgres.json`, "utf8")) as { password: string };
  return `postgres://postgres:${encodeURIComponent(password)}@${host}${pathname}`;
}

/** The process ID that listens on the TCP port of this machine. Linux only. @throws Error if there is none */
export function pidOfPort(port: number): number {
  const inodes = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === "0A" && Number.parseInt(fields[1]?.split(":").at(-1) ?? "", 16) === port)
      .map((fields) => `socket:[${fields[9]}]`),
  );
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
    if (openFilesOf(pid).some((file) => inodes.includes(file))) return Number(pid);
  throw new Error(`nothing listens on port ${port}`);
}

/** The resident memory of a process, in bytes. */
export function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;
}

function openFilesOf(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}
