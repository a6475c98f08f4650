/** The limits of the portal's HTTP server for one request, one connection and all connections together. */
export interface HttpLimits {
  /** The longest body of a request, in bytes as sent. No entry point needs a tenth of it. */
  readonly bodyBytes: number;
  /** The most headers of one request. Node silently drops headers over its own limit, so this lower limit refuses the request. */
  readonly headers: number;
  /** Milliseconds from a request's first byte until its headers are complete. */
  readonly headersMs: number;
  /** Milliseconds from a request's first byte until its body is complete. The response may take longer. */
  readonly requestMs: number;
  /** Milliseconds from a complete request until its response begins. Streams have their own time limit. */
  readonly answerMs: number;
  /** The interval in milliseconds at which the times of a request are checked. */
  readonly checkMs: number;
  /** Milliseconds that an unused connection stays open: longer than a load balancer's, which is 60 seconds at AWS. */
  readonly keepAliveMs: number;
  /** Milliseconds for the client to read a refusal before the connection is destroyed. */
  readonly lingerMs: number;
  /** Bytes that are read and dropped after a refusal, so that a client sees the response before the reset. */
  readonly lingerBytes: number;
  /** The most connections of one process at the same time; further ones are closed immediately. */
  readonly connections: number;
}

/** The limits of production. Tests pass shorter times. docs/security.md repeats the figures. */
export const HTTP_LIMITS: HttpLimits = {
  bodyBytes: 64 * 1024,
  headers: 100,
  headersMs: 15_000,
  requestMs: 30_000,
  answerMs: 120_000,
  checkMs: 1000,
  keepAliveMs: 65_000,
  lingerMs: 1000,
  lingerBytes: 512 * 1024,
  connections: 2000,
};
