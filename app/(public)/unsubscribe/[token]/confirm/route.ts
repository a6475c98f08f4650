import { publicRoute } from "#lib/request/guards/public-route.ts";
import { askToConfirm, confirmResponse } from "#lib/request/pages/unsubscribe-response.ts";

export const GET = publicRoute<{ token: string }>(async ({ params }) => askToConfirm(params.token));

export const POST = publicRoute<{ token: string }>(({ request, params }) => confirmResponse(request, params.token), { fromAnywhere: true });
