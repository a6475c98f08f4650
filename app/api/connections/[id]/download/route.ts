import { fileHeaders, fileNameNow } from "#app/api/file-headers.ts";
import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { fail, NOT_FOUND, ok } from "#kernel/result.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { eventWriter } from "#lib/logs/download/download-format.ts";
import { downloadLogEvents, type Position } from "#lib/logs/download/download-log-events.ts";
import { whilePresent } from "#lib/logs/log-reader.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { DownloadInput } from "#lib/logs/shared/log-inputs.ts";
import { customerStream } from "#lib/request/streams/customer-stream.ts";

/** Streams the events of a search as a file, page by page. Stops when the browser disconnects. */
export const GET = customerStream<typeof DownloadInput, { id: string }>(
  DownloadInput,
  async ({ actor, input, request, params, signal, isPresent, isStopping }) => {
    // A link on another site must not start reads, because they use the customer's AWS quota.
    if (request.headers.get("sec-fetch-site") === "cross-site")
      return fail("cross-site", "This download was not started from the portal. Open the log page and try again.");
    const id = ConnectionId.safeParse(params.id);
    if (!id.success) return NOT_FOUND;
    const { format, skip, ...search } = input;
    const reader = await openLogReader(actor, appContextOf(webEnv()), id.data, search.region, "download");
    if (!reader.ok) return reader;
    const present = whilePresent(reader.value, isPresent);
    const writer = eventWriter(format, search.logGroup);
    const continueAt = ({ at, skip: count }: Position) => {
      const { pathname, searchParams } = new URL(request.url);
      searchParams.set("from", String(at));
      searchParams.set("skip", String(count));
      return `${webEnv().appUrl}${pathname}?${searchParams}`;
    };
    const stopping = { isNear: isStopping, continueAt };
    const { customerId } = actor;
    const pieces = await downloadLogEvents(present, { search, skip, writer, clock: systemClock, signal, customerId, stopping });
    if (!pieces.ok) return pieces;
    const file = fileHeaders({ contentType: writer.contentType, name: fileNameNow("log-events", format) });
    return ok({ parts: pieces.value, file, isAllowed: reader.value.stillReadable });
  },
  { reads: true },
);
