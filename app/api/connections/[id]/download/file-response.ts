interface FileKind {
  readonly contentType: string;
  readonly ending: string;
}

/** Pieces of text as a file to save, each made only when the browser has taken the one before. Its name is ours alone. */
export function fileResponse(pieces: AsyncIterable<string>, { contentType, ending }: FileKind): Response {
  const encoder = new TextEncoder();
  const iterator = pieces[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    // An error here cuts the connection: a file that is not whole must not look as if it were.
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  const name = `log-events-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}.${ending}`;
  return new Response(body, {
    headers: { "content-type": contentType, "content-disposition": `attachment; filename="${name}"`, "cache-control": "no-store" },
  });
}
