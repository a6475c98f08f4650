import type { SessionHolder } from "./session-holder.ts";
import type { CustomerViewer } from "./viewer-view.ts";

/** The frame's data for a signed-in member: the holder and how many of the customer's connections stand in quarantine. */
export async function customerViewerOf(holder: SessionHolder & { kind: "customer" }, sandbox: boolean): Promise<CustomerViewer> {
  const { actor, email, customerName, suspended, customers } = holder;
  return {
    kind: "customer",
    email,
    role: actor.role,
    customerId: actor.customerId,
    customerName,
    suspended,
    customers,
    quarantined: 0,
    sandbox,
  };
}
