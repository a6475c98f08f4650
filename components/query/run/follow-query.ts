import { fetchStream } from "#components/ui/fetch-stream.ts";
import type { QueryPart, ResultPart } from "#lib/logs/insights/shared/query-view.ts";
import { appendedRows, type RowsPage } from "./more-rows.ts";
import type { AskedQuery } from "./query-run-state.ts";

/** Where to send parts, and until when. */
export interface Follower {
  readonly signal: AbortSignal;
  readonly tell: (part: QueryPart) => void;
}

/** The parts after which a stream continues. */
const CONTINUES_AFTER: ReadonlySet<QueryPart["kind"]> = new Set(["accepted", "waiting", "scheduled", "progress", "rows"]);

/** Runs a query and tells its parts. @throws StreamOver, TypeError as `fetchStream` does, or when the stream ends without its last part */
export async function followRun(
  { connectionId, template: _, ...query }: AskedQuery,
  confirmed: boolean,
  follower: Follower,
): Promise<void> {
  await follow(`/api/connections/${connectionId}/query`, { ...query, confirmed }, follower);
}

/** Tells the parts of the result of a query that was started earlier. Nothing is run. @throws as {@link followRun} */
export async function followOpened(connectionId: string, queryId: string, follower: Follower): Promise<void> {
  await follow(`/api/connections/${connectionId}/query/result`, { queryId, cursor: null }, follower);
}

/** Reads one more page of a result. @throws Error with a message for the person; StreamOver, TypeError as `fetchStream` does */
export async function readPage(connectionId: string, queryId: string, cursor: string, signal: AbortSignal): Promise<RowsPage> {
  const url = `/api/connections/${connectionId}/query/result`;
  const answer = await fetchStream<ResultPart>(url, { body: { queryId, cursor }, signal, waits: 2 });
  if (!answer.ok) throw new PageRefused(answer.message);
  let page: RowsPage = { columns: [], rows: [], cursor: null };
  for await (const part of answer.value) {
    if (part.kind === "rows") page = { ...appendedRows(page, part), cursor: null };
    else if (part.kind === "complete") return { ...page, cursor: part.cursor };
    else if (part.kind === "failed" || part.kind === "ended") throw new PageRefused(part.message);
  }
  throw new TypeError("The stream ended before the page.");
}

/** The portal or AWS refused a page. The message is for the person. */
export class PageRefused extends Error {
  override readonly name = "PageRefused";
}

async function follow(url: string, body: unknown, { signal, tell }: Follower): Promise<void> {
  const answer = await fetchStream<QueryPart>(url, { body, signal, waits: 2 });
  if (!answer.ok)
    return tell({ kind: "failed", code: answer.code, message: answer.message, ...(answer.fields && { fields: answer.fields }) });
  let ended = false;
  for await (const part of answer.value) {
    ended = !CONTINUES_AFTER.has(part.kind);
    tell(part);
  }
  if (!ended) throw new TypeError("The stream ended before the query.");
}
