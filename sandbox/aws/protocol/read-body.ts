import type { IncomingMessage } from "node:http";
import { AwsError } from "./aws-error.ts";

const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Reads the body of a request.
 * @throws AwsError RequestEntityTooLarge above 8 MiB, which is more than any supported call needs
 */
export async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new AwsError("RequestEntityTooLarge", "Request body is too large.", 413);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
}
