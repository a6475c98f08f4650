import { guardedStream } from "#lib/request/guarded-stream.ts";

/** A proxy that buffers or an idle timeout must not swallow a quiet stream. */
const QUIET_MS = 10_000;

/** Server-sent events, one message a part as JSON. An error in the middle is logged and ends the stream; the browser asks again. */
export function eventStream(source: AsyncGenerator<unknown, void>): Response {
  const parts = guardedStream("event stream", source);
  const text = new TextEncoder();
  let over = false;
  let quiet: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const tell = (line: string) => {
        if (!over) controller.enqueue(text.encode(`${line}\n\n`));
      };
      const end = () => {
        clearInterval(quiet);
        if (!over) controller.close();
        over = true;
      };
      quiet = setInterval(() => tell(": still here"), QUIET_MS);
      const all = async () => {
        for await (const part of parts) tell(`data: ${JSON.stringify(part)}`);
      };
      all().then(end, end);
    },
    async cancel() {
      over = true;
      clearInterval(quiet);
      await parts.return();
    },
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store, no-transform", "x-accel-buffering": "no" },
  });
}
