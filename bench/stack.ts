import { mkdirSync, rmSync } from "node:fs";
import { Sandbox } from "#e2e/stack/sandbox.ts";
import { Portal } from "./portal.ts";
import { startProduct } from "./product-process.ts";

/** The running product, an owner who is signed in, and the hand on the sandbox's levers. */
export interface Stack {
  readonly portal: Portal;
  readonly sandbox: Sandbox;
  stop(): Promise<void>;
}

const DATA = ".data/bench/product";

/** The product on a new database and a new sandbox. */
export async function startStack(): Promise<Stack> {
  rmSync(DATA, { recursive: true, force: true });
  mkdirSync(DATA, { recursive: true });
  const product = await startProduct(DATA);
  try {
    const portal = await Portal.signIn(product.portalUrl, "owner@acme.example");
    return { portal, sandbox: new Sandbox(product.sandboxUrl), stop: () => product.stop() };
  } catch (error) {
    await product.stop();
    throw error;
  }
}
