import { redirect } from "next/navigation";
import { homePath } from "#lib/request/home-path.ts";
import { publicPage } from "#lib/request/public-page.ts";

export const metadata = { title: "Sallyport" };

export default publicPage(async ({ asker }) => redirect(homePath(asker)));
