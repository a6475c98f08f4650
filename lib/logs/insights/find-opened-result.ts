import { z } from "zod";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { findQuery } from "./read-result.ts";
import type { OpenedResult } from "./shared/query-view.ts";

/** What the parameter `result` of the query page names. It only looks into the database: AWS is asked by the page. */
export async function findOpenedResult(
  actor: CustomerActor,
  connectionId: ConnectionId,
  word: string | readonly string[] | undefined,
): Promise<OpenedResult> {
  if (word === undefined) return { kind: "none" };
  const queryId = z.uuid().safeParse(word);
  if (!queryId.success) return { kind: "absent" };
  const found = await findQuery(actor, { connectionId, queryId: queryId.data });
  if (!found.ok) return { kind: "absent" };
  return { kind: found.value.hasResult ? "kept" : "expired", query: found.value };
}
