import { SentScreen } from "#components/sign-in/sent-screen.tsx";
import { publicPage } from "#lib/request/guards/public-page.ts";

export const metadata = { title: "Check your email" };

export default publicPage(async () => <SentScreen />);
