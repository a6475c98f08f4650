import { createServer } from "node:net";

export interface DemoPorts {
  readonly port: number;
  readonly sandboxPort: number;
  readonly smtpPort: number;
}

/** A port variable whose value is not a port number. */
export class BadPort extends Error {
  override readonly name = "BadPort";
}

/** Reads `PORT` (default 3000), `SANDBOX_PORT` (4566), and `SANDBOX_SMTP_PORT` (the sandbox port plus one). @throws BadPort */
export function demoPorts(env: Readonly<Record<string, string | undefined>>): DemoPorts {
  const port = portOf(env, "PORT", 3000);
  const sandboxPort = portOf(env, "SANDBOX_PORT", 4566);
  return { port, sandboxPort, smtpPort: portOf(env, "SANDBOX_SMTP_PORT", sandboxPort + 1) };
}

function portOf(env: Readonly<Record<string, string | undefined>>, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === "") return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new BadPort(`${name}=${text} is not a port number.`);
  return port;
}

/** Whether a port of the loopback interface is free. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
