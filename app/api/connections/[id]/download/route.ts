import { fileNameNow, fileResponse } from "#app/api/file-response.ts";
import { deploymentOf } from "#lib/connections/deployment.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { webEnv } from "#lib/kernel/env.ts";
import { ConnectionId } from "#lib/kernel/ids.ts";
import { fail } from "#lib/kernel/result.ts";
import { eventWriter } from "#lib/logs/download-format.ts";
import { downloadLogEvents } from "#lib/logs/download-log-events.ts";
import { DownloadInput } from "#lib/logs/log-inputs.ts";
import { openLogReader } from "#lib/logs/open-log-reader.ts";
import { whilePresent } from "#lib/logs/while-present.ts";
import { customerRoute } from "#lib/request/customer-route.ts";
import { failureResponse } from "#lib/request/failure-response.ts";
import { presenceOf } from "#lib/request/presence-of.ts";

/** The events of a search as a file, streamed page by page; it ends when the browser goes. */
export const GET = customerRoute<typeof DownloadInput, { id: string }>(
  DownloadInput,
  async ({ actor, input, request, params }) => {
    // Another site's link must not start reads that the customer's quota pays for.
    if (request.headers.get("sec-fetch-site") === "cross-site")
      return failureResponse(fail("cross-site", "This download was not started from the portal. Open the log page and try again."));
    const id = ConnectionId.safeParse(params.id);
    if (!id.success) return failureResponse(fail("not-found", "not found"));
    const { format, ...search } = input;
    const reader = await openLogReader(actor, deploymentOf(webEnv()), id.data, search.region, "download");
    if (!reader.ok) return failureResponse(reader);
    const present = whilePresent(reader.value, await presenceOf(actor));
    const writer = eventWriter(format, search.logGroup);
    const pieces = await downloadLogEvents(present, { search, writer, clock: systemClock, signal: request.signal });
    return pieces.ok
      ? fileResponse(pieces.value, { contentType: writer.contentType, name: fileNameNow("log-events", format) })
      : failureResponse(pieces);
  },
  { reads: true },
);
