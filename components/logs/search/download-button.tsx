"use client";

import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { useState } from "react";
import type { LogSource } from "#components/logs/groups/log-source.ts";
import styles from "#components/logs/logs.module.css";
import { attempt } from "#components/ui/attempt.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { type Failure, ok } from "#kernel/result.ts";
import type { Span } from "./log-search-state.ts";
import { type LogsAddress, sourcesOf } from "./logs-address.ts";

interface DownloadButtonProps {
  readonly connectionId: string;
  readonly at: LogsAddress;
  readonly spanOf: () => Span;
  /** The typed pattern. */
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
 * Downloads everything that the search covers, not only the loaded events, as one file for each log group. The browser
 * shows the progress and can cancel it.
 */
export function DownloadButton({ connectionId, at, spanOf, pattern, disabled }: DownloadButtonProps) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const download = async (format: string) => {
    const files = sourcesOf(connectionId, at).map((source) => downloadHref(source, { ...at, pattern }, spanOf(), format));
    const refused = await whyNot(files.length);
    setFailure(refused);
    if (refused !== null) return;
    for (const file of files) {
      const link = document.createElement("a");
      link.href = file;
      link.download = "";
      link.click();
    }
  };
  return (
    <>
      <ButtonDropdown
        items={FORMATS}
        disabled={disabled}
        onItemClick={({ detail }) => void download(detail.id)}
        mainAction={{ text: "Download", iconName: "download", disabled, onClick: () => void download("ndjson") }}
        ariaLabel="Download in another format"
        expandToViewport
      />
      {failure !== null && (
        <div className={styles["downloadRefused"]}>
          <FailureAlert failure={failure} onDismiss={() => setFailure(null)} />
        </div>
      )}
    </>
  );
}

/**
 * Whether the portal has capacity for the download. Asked first, because a browser does not show the error message of a
 * failed download.
 */
async function whyNot(files: number): Promise<Failure | null> {
  const capacity = await attempt(async () => {
    const answer = await fetch(`/api/open-streams?wanted=${files}`, { cache: "no-store" });
    return answer.ok ? ok(undefined) : { ...((await answer.json()) as Omit<Failure, "ok">), ok: false as const };
  });
  return capacity.ok ? null : capacity;
}

/** The URL of the download: the same search, with the times it was made with. */
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
