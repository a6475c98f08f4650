import { followInvitation } from "#stack/visitor/sign-in-over-http.ts";

/** Accepts an invitation as a person would: `APP_URL LINK EMAIL`. A process of its own, because Node.js reads NODE_EXTRA_CA_CERTS when it starts. */
const [appUrl = "", link = "", email = ""] = process.argv.slice(2);
await followInvitation(appUrl, link, email);
