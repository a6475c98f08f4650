/** What the framework hands to a verb of `route.ts`. */
export interface RouteContext<Params> {
  readonly params: Promise<Params>;
}

export type RouteVerb<Params> = (request: Request, context: RouteContext<Params>) => Promise<Response>;
