import { rmSync } from "node:fs";
import { Sandbox } from "#stack/sandbox-client.ts";
import { Portal } from "./portal.ts";
import { webProcessOf } from "./process-usage.ts";
import { startProduct } from "./product-process.ts";

/** The running product, a signed-in owner and the control of the sandbox. */
export interface Stack {
  readonly portal: Portal;
  readonly sandbox: Sandbox;
  /** The process ID of the web process, for its CPU time and memory. */
  readonly webPid: number;
  /** The product's data folder. */
  readonly data: string;
  stop(): Promise<void>;
}

/** Starts the product with a new database and a new sandbox in a folder that `stop` deletes. */
export async function startStack(): Promise<Stack> {
  const data = `.data/bench/product-${process.pid}`;
  const product = await startProduct(data);
  const stop = async () => {
    await product.stop();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const portal = await Portal.signIn(product.portalUrl, "owner@acme.example");
    return { portal, sandbox: new Sandbox(product.sandboxUrl), webPid: webProcessOf(product.pid), data, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
