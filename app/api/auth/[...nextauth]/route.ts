import { publicRoute } from "#lib/request/guards/public-route.ts";
import { signInService } from "#lib/request/sign-in/sign-in-service.ts";

export const GET = publicRoute<{ nextauth: string[] }>(({ request, params }) => signInService(request, params));
export const POST = publicRoute<{ nextauth: string[] }>(({ request, params }) => signInService(request, params));
