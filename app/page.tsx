import { redirect } from "next/navigation";
import { publicPage } from "#lib/request/guards/public-page.ts";
import { homePath } from "#lib/request/pages/home-path.ts";

export const metadata = { title: "Sallyport" };

export default publicPage(async ({ requester }) => redirect(homePath(requester)));
