import { publicRoute } from "#lib/request/guards/public-route.ts";
import { acceptResponse } from "#lib/request/sign-in/accept-response.ts";

export const POST = publicRoute<{ token: string }>(({ params }) => acceptResponse(params.token));
