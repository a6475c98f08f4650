/** The second argument that Next.js passes to an HTTP method of `route.ts`. */
export interface RouteContext<Params> {
  readonly params: Promise<Params>;
}

export type RouteVerb<Params> = (request: Request, context: RouteContext<Params>) => Promise<Response>;
