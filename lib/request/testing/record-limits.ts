import { randomUUID } from "node:crypto";
import type { AsOwner } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { letsThrough, newHash } from "./limits-of-docs.ts";

/** How often an act is allowed until it is refused. */
async function timesUntilRefused(act: () => Promise<boolean>): Promise<number> {
  for (let times = 0; ; times++) if (!(await act())) return times;
}

/** How many security contacts a customer can have, how many it can add, and in how many hours. */
export async function contactFigures(
  owner: AsOwner,
  who: CustomerActor,
  pass: (span: string) => Promise<void>,
): Promise<readonly string[]> {
  const add = () =>
    letsThrough(
      owner.query("select add_security_contact($1, $2, $3, gen_random_uuid(), $4)", [
        who.customerId,
        who.userId,
        `${randomUUID()}@x.example`,
        newHash(),
      ]),
    );
  const added = await timesUntilRefused(add);
  await owner.query("delete from security_contacts where customer_id = $1", [who.customerId]);
  await pass("23 hours 59 minutes");
  if (await add()) throw new Error("more contacts can be added within 24 hours");
  await pass("2 minutes");
  const most = await timesUntilRefused(add);
  return [String(most), String(added), "24"];
}

/** How many tags a customer can have, and how many notes staff can write about it. */
export async function recordFigures(owner: AsOwner, staff: string, customer: string): Promise<readonly string[]> {
  const tag = () =>
    letsThrough(owner.query("select change_customer_tags($1, $2, array[$3], '{}')", [staff, customer, `t-${randomUUID().slice(0, 8)}`]));
  const tags = await timesUntilRefused(tag);
  const note = () => letsThrough(owner.query("select add_customer_note($1, $2, 'x')", [staff, customer]));
  return [String(tags), String(await timesUntilRefused(note))];
}
