import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isPortFree } from "#stack/demo/ports.ts";
import { until } from "#stack/testing/portal-work.ts";
import { type GuideMachine, PROXY_FILE_BEFORE } from "./guide-machine.ts";

/** What the block that ends a trial should have removed, stopped or put back, and did not; undefined if nothing. */
export async function findLeftover({ values, portalUrl, sandboxUrl }: GuideMachine): Promise<string | undefined> {
  const { CONFIG = "", COMMAND = "", UNITS = "", PROXY = "", WEB_PORTS = "" } = values;
  const left = [CONFIG, COMMAND, join(PROXY, "haproxy.cfg.before")].find((path) => existsSync(path));
  if (left !== undefined) return `${left} exists`;
  const [unit] = readdirSync(UNITS);
  if (unit !== undefined) return `${unit} exists`;
  if (readFileSync(join(PROXY, "haproxy.cfg"), "utf8") !== PROXY_FILE_BEFORE) return "haproxy.cfg is not the previous file";
  const ports = [...WEB_PORTS.split(" "), new URL(portalUrl).port, new URL(sandboxUrl).port];
  try {
    // The sandbox ends a second after its npm.
    for (const port of ports) await until(() => isPortFree(Number(port)), `port ${port} is still in use`);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return undefined;
}
