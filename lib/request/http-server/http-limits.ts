/** What the portal's HTTP server allows one request, one connection and all connections together. */
export interface HttpLimits {
  /** The longest body of a request, in bytes as they are sent. Nothing that an entry point asks for is a tenth of it. */
  readonly bodyBytes: number;
  /** Headers of one request. Node drops what exceeds its own limit without a word, so this one refuses instead. */
  readonly headers: number;
  /** Milliseconds from a request's first byte until its headers are complete. */
  readonly headersMs: number;
  /** Milliseconds from a request's first byte until its body is complete. An answer may take longer. */
  readonly requestMs: number;
  /** Milliseconds from a complete request until its answer begins. How long a stream goes on is its own to say. */
  readonly answerMs: number;
  /** How often, in milliseconds, the times of a request are checked. */
  readonly checkMs: number;
  /** Milliseconds that an unused connection stays open: longer than a load balancer's, which is 60 seconds at AWS. */
  readonly keepAliveMs: number;
  /** Milliseconds for the other side to read a refusal, before the connection is destroyed. */
  readonly lingerMs: number;
  /** Bytes still read, and dropped, after a refusal: enough that a client notices the answer before the reset. */
  readonly lingerBytes: number;
  /** Connections open at once in one process; more are closed as they come. */
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
