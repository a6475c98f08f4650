import type { Route } from "#sandbox/aws/protocol/router.ts";
import type { Mailbox } from "./mailbox.ts";
import { listPage, messagePage } from "./mailbox-pages.ts";

/** `/mail` for people; `/mail/messages.json` for tests. `?to=` filters by address; DELETE deletes all emails. */
export function mailboxRoutes(mailbox: Mailbox): Route {
  return async (req, res, url) => {
    const to = url.searchParams.get("to") ?? undefined;
    const json = url.pathname === "/mail/messages.json";
    if (json && req.method === "DELETE") {
      mailbox.clear();
      res.writeHead(204).end();
      return;
    }
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.writeHead(405, { allow: json ? "GET, DELETE" : "GET" }).end();
      return;
    }
    if (json) {
      res.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(mailbox.messages(to)));
      return;
    }
    const id = url.pathname.replace(/^\/mail\/?/, "");
    const message = mailbox.find(id);
    const page = id === "" ? listPage(mailbox.messages(to)) : messagePage(message);
    res.writeHead(id === "" || message !== undefined ? 200 : 404, HEADERS).end(page);
  };
}

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'",
  "referrer-policy": "no-referrer",
};
