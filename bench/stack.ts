import { rmSync } from "node:fs";
import { Sandbox } from "#stack/sandbox-client.ts";
import { Portal } from "./portal.ts";
import { webProcessOf } from "./process-usage.ts";
import { startProduct } from "./product-process.ts";

/** The running product, an owner who is signed in, and the hand on the sandbox's levers. */
export interface Stack {
  readonly portal: Portal;
  readonly sandbox: Sandbox;
  /** The web process, for what it costs. */
  readonly webPid: number;
  /** The product's data folder. */
  readonly data: string;
  stop(): Promise<void>;
}

/** The product on a new database and a new sandbox, in a folder of this process that goes with it. */
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
