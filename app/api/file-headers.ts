import { guardedStream } from "#lib/request/guarded-stream.ts";

interface FileKind {
  readonly contentType: string;
  /** Ours alone, of letters, digits, points and hyphens. */
  readonly name: string;
}

/** Pieces of text as a file to save, each made only when the browser has taken the one before. */
export function fileResponse(pieces: AsyncIterable<string>, kind: FileKind): Response {
  const encoder = new TextEncoder();
  const iterator = guardedStream("file", pieces);
  const body = new ReadableStream<Uint8Array>({
    // An error here cuts the connection: a file that is not whole must not look as if it were.
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return();
    },
  });
  return new Response(body, { headers: fileHeaders(kind) });
}

/** What makes an answer a file to save, which nobody on the way keeps. */
export function fileHeaders({ contentType, name }: FileKind): Record<string, string> {
  return { "content-type": contentType, "content-disposition": `attachment; filename="${name}"`, "cache-control": "no-store" };
}

/** "log-events-2026-11-24T10-43-27.csv": what is in it, when it was made in UTC, and its ending. */
export function fileNameNow(what: string, ending: string): string {
  return `${what}-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}.${ending}`;
}
