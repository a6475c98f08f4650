/** A visitor over plain HTTP: keeps cookies per origin and follows redirects, as a browser without a screen would. */
export class HttpVisitor {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Asks, follows up to 15 redirects, and answers the last page. @throws on a redirect loop or a status of 400 and more */
  async open(url: string, form?: Readonly<Record<string, string>>): Promise<{ url: string; body: string }> {
    let next = url;
    let body = form === undefined ? undefined : new URLSearchParams(form).toString();
    for (let hops = 0; hops < 15; hops++) {
      const answer = await fetch(next, {
        method: body === undefined ? "GET" : "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(15_000),
        headers: {
          // A kept socket may be closed by the other side just as the next request begins, which fetch cannot tell from a refusal.
          connection: "close",
          cookie: this.#cookieHeader(next),
          ...(body !== undefined && {
            "content-type": "application/x-www-form-urlencoded",
            origin: new URL(next).origin,
            "sec-fetch-site": "same-origin",
          }),
        },
        ...(body !== undefined && { body }),
      });
      this.#keep(next, answer.headers.getSetCookie());
      const location = answer.headers.get("location");
      if (location === null || answer.status < 300 || answer.status > 399) {
        const text = await answer.text();
        if (answer.status >= 400) throw new Error(`${new URL(next).pathname} answered ${answer.status}`);
        return { url: next, body: text };
      }
      await answer.body?.cancel();
      next = new URL(location, next).href;
      body = undefined;
    }
    throw new Error(`too many redirects from ${url}`);
  }

  /** The cookies that this origin has set and not ended, by name. */
  cookiesOf(url: string): ReadonlyMap<string, string> {
    return this.#cookies.get(new URL(url).origin) ?? new Map();
  }

  #cookieHeader(url: string): string {
    return [...this.cookiesOf(url)].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  #keep(url: string, cookies: readonly string[]): void {
    const { origin } = new URL(url);
    const kept = this.#cookies.get(origin) ?? new Map<string, string>();
    for (const cookie of cookies) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      const expired = /max-age=0|expires=thu, 01 jan 1970/i.test(cookie);
      if (expired) kept.delete(pair.slice(0, at));
      else kept.set(pair.slice(0, at), pair.slice(at + 1));
    }
    this.#cookies.set(origin, kept);
  }
}
