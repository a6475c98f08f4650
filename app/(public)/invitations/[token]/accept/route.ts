import { acceptResponse } from "#lib/request/accept-response.ts";
import { publicRoute } from "#lib/request/public-route.ts";

export const POST = publicRoute<{ token: string }>(({ params }) => acceptResponse(params.token));
