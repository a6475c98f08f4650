interface FileKind {
  readonly contentType: string;
  /** Chosen by the portal: only a–z, digits, periods and hyphens. */
  readonly name: string;
}

/**
 * The response headers of a download, which no proxy or browser caches or compresses: Next.js would keep a compressor of
 * 300 kB for each download, and read ten times as much from the source before backpressure from a stalled reader stops it.
 */
export function fileHeaders({ contentType, name }: FileKind): Record<string, string> {
  return {
    "content-type": contentType,
    "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "no-store, no-transform",
  };
}

/** Builds a file name from its content, its creation time in UTC and its extension: "log-events-2026-11-24T10-43-27.csv". */
export function fileNameNow(what: string, ending: string): string {
  return `${what}-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}.${ending}`;
}
