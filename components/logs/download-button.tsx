"use client";

import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import type { LogSource } from "./flow-source.ts";
import type { Span } from "./log-search-state.ts";
import { type LogsAddress, sourcesOf } from "./logs-address.ts";

interface DownloadButtonProps {
  readonly connectionId: string;
  readonly at: LogsAddress;
  readonly spanOf: () => Span;
  /** What stands in the search box. */
  readonly pattern: string;
  readonly disabled: boolean;
}

const FORMATS = [
  {
    text: "Downloads all matching events, not only the loaded ones",
    items: [
      { id: "ndjson", text: "NDJSON (one JSON object per line)" },
      { id: "csv", text: "CSV (for spreadsheets)" },
      { id: "txt", text: "Plain text" },
    ],
  },
];

/**
 * Downloads what the search covers, all of it and not only what is loaded, a file for each log group. The browser shows how
 * far it is, and can stop it.
 */
export function DownloadButton({ connectionId, at, spanOf, pattern, disabled }: DownloadButtonProps) {
  const download = (format: string) => {
    for (const source of sourcesOf(connectionId, at)) {
      const link = document.createElement("a");
      link.href = downloadHref(source, { ...at, pattern }, spanOf(), format);
      link.download = "";
      link.click();
    }
  };
  return (
    <ButtonDropdown
      items={FORMATS}
      disabled={disabled}
      onItemClick={({ detail }) => download(detail.id)}
      mainAction={{ text: "Download", iconName: "download", disabled, onClick: () => download("ndjson") }}
      ariaLabel="Download in another format"
      expandToViewport
    />
  );
}

/** Where the download is: the same search, with the two ends that it had when it was made. */
function downloadHref(
  { connectionId, region, group }: LogSource,
  { pattern, streams, also }: LogsAddress,
  { from, to }: Span,
  format: string,
): string {
  const words = new URLSearchParams({ region, logGroup: group, from: String(from), to: String(to), pattern, format });
  if (streams.length > 0 && also.length === 0) words.set("streams", streams.join("*"));
  return `/api/connections/${connectionId}/download?${words}`;
}
