import { z } from "zod";
import type { CustomerActor } from "#kernel/actor.ts";
import { ConnectionId } from "#kernel/ids.ts";
import { findOpenedResult } from "./find-opened-result.ts";
import { type CrossConnection, MOST_PLACES } from "./shared/cross-connection.ts";
import type { OpenedPart, OpenedParts } from "./shared/query-view.ts";

/** In lowercase, so that an ID that is written in two ways is still the same one. */
const Part = z.strictObject({ connectionId: ConnectionId, queryId: z.uuid().toLowerCase() });

/**
 * What the parameter `results` of the page of queries across connections names: `connection~query*connection~query`. Each part is looked
 * up as on the query page of its connection, and only where this person can read that connection now; AWS is asked by the page.
 * @param connections those of the customer
 * @param results the value of the parameter
 */
export async function findOpenedParts(
  actor: CustomerActor,
  connections: readonly CrossConnection[],
  results: string | readonly string[] | undefined,
): Promise<OpenedParts> {
  if (results === undefined) return { kind: "none" };
  const named = typeof results === "string" ? results.split("*", MOST_PLACES + 1).map(readPart) : [];
  const parts = named.filter((part) => part !== null);
  const different = new Set(parts.map(({ queryId }) => queryId)).size;
  // A result that is named twice would count twice.
  if (parts.length === 0 || parts.length > MOST_PLACES || parts.length < named.length || different < parts.length)
    return { kind: "absent" };
  const readable = new Set(connections.filter(({ leftOut }) => leftOut === null).map(({ connectionId }) => connectionId));
  const found: OpenedPart[] = [];
  // One after the other, so that a page takes one connection to the database at a time.
  for (const part of parts) found.push(await openedPart(actor, part, readable.has(part.connectionId)));
  return { kind: "parts", parts: found };
}

async function openedPart(actor: CustomerActor, { connectionId, queryId }: z.output<typeof Part>, readable: boolean): Promise<OpenedPart> {
  const result = readable ? await findOpenedResult(actor, connectionId, queryId) : ({ kind: "absent" } as const);
  return { connectionId, queryId, result: result.kind === "none" ? { kind: "absent" } : result };
}

function readPart(text: string): z.output<typeof Part> | null {
  const [connectionId, queryId, ...more] = text.split("~");
  return more.length > 0 ? null : (Part.safeParse({ connectionId, queryId }).data ?? null);
}
