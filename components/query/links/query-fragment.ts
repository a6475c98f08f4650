import { plainFragment } from "#components/query/query-address.ts";
import { LONGEST_QUERY } from "#lib/logs/insights/shared/query-limits.ts";

/**
 * The query in the fragment of a URL. Browsers send it to no server, so it is in no access log and no proxy limits its length. Chat and
 * mail programs cut long links, so a link that is copied has a long query compressed.
 */
const PLAIN = "#query=";
const PACKED = "#query.deflate=";
/** Characters after encoding, from which on a copied link has its query compressed. */
const LONG = 2000;
/** Each character has up to three bytes in UTF-8. */
const MOST_BYTES = 3 * LONGEST_QUERY;

/** The fragment of a link to copy: compressed if the query is long. */
export async function fragmentToCopy(text: string): Promise<string> {
  const plain = plainFragment(text);
  if (plain.length <= LONG) return plain;
  const bytes = await bytesOf(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw")), Number.POSITIVE_INFINITY);
  return (
    PACKED +
    btoa(String.fromCharCode(...bytes))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "")
  );
}

/** The query in a fragment; null if it has none. @throws Error if it has one that can't be read */
export async function readFragment(fragment: string): Promise<string | null> {
  if (fragment.startsWith(PLAIN)) return withinLimit(decodeURIComponent(fragment.slice(PLAIN.length)));
  if (!fragment.startsWith(PACKED)) return null;
  const packed = atob(fragment.slice(PACKED.length).replaceAll("-", "+").replaceAll("_", "/"));
  const source = new Blob([Uint8Array.from(packed, (character) => character.charCodeAt(0))]).stream();
  const bytes = await bytesOf(source.pipeThrough(new DecompressionStream("deflate-raw")), MOST_BYTES);
  return withinLimit(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}

function withinLimit(text: string): string {
  if (text.length > LONGEST_QUERY) throw new RangeError("the query is too long");
  return text;
}

/** A few bytes can be compressed from very many, so reading ends at the limit. @throws RangeError beyond it */
async function bytesOf(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError("the query has too many bytes");
    }
    pieces.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
