"use client";

import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { useState } from "react";
import type { LogSource } from "#components/logs/groups/flow-source.ts";
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

/** A browser shows nobody the sentence of a download that was refused, so whether there is room for it is asked first. */
async function whyNot(files: number): Promise<Failure | null> {
  const room = await attempt(async () => {
    const answer = await fetch(`/api/open-streams?wanted=${files}`, { cache: "no-store" });
    return answer.ok ? ok(undefined) : { ...((await answer.json()) as Omit<Failure, "ok">), ok: false as const };
  });
  return room.ok ? null : room;
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
