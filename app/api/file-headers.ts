interface FileKind {
  readonly contentType: string;
  /** Ours alone, of letters, digits, points and hyphens. */
  readonly name: string;
}

/**
 * What makes an answer a file to save, which nobody on the way keeps or compresses: the framework would keep a compressor of
 * 300 kB for each, and take ten times as much from the source before a reader who stalls holds it up.
 */
export function fileHeaders({ contentType, name }: FileKind): Record<string, string> {
  return {
    "content-type": contentType,
    "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "no-store, no-transform",
  };
}

/** "log-events-2026-11-24T10-43-27.csv": what is in it, when it was made in UTC, and its ending. */
export function fileNameNow(what: string, ending: string): string {
  return `${what}-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}.${ending}`;
}
