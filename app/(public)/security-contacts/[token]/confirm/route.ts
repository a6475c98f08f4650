import { publicRoute } from "#lib/request/guards/public-route.ts";
import { confirmResponse } from "#lib/request/sign-in/confirm-contact-response.ts";

export const POST = publicRoute<{ token: string }>(({ params }) => confirmResponse(params.token));
