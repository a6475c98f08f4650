import { CookieJar } from "tough-cookie";

/** An HTTP client that keeps cookies and follows redirects, as a browser does. */
export class HttpVisitor {
  /**
   * One jar per origin. A browser shares cookies between the ports of a host; here the portal and the identity provider, which both run on
   * localhost, must not see each other's.
   */
  readonly #jars = new Map<string, CookieJar>();

  /**
   * Requests a page, by POST if there is a form, and follows up to 15 redirects. Returns the last page and its URL.
   * @throws Error on more redirects and on a status of 400 or higher
   */
  async open(url: string, form?: Readonly<Record<string, string>>): Promise<{ url: string; body: string }> {
    let next = url;
    let body = form === undefined ? undefined : new URLSearchParams(form).toString();
    for (let hops = 0; hops < 15; hops++) {
      const response = await this.#request(next, body);
      const location = response.headers.get("location");
      if (location === null || response.status < 300 || response.status > 399) {
        const text = await response.text();
        if (response.status >= 400) throw new Error(`${new URL(next).pathname} answered ${response.status}`);
        return { url: next, body: text };
      }
      await response.body?.cancel();
      next = new URL(location, next).href;
      body = undefined;
    }
    throw new Error(`too many redirects from ${url}`);
  }

  /** The unexpired cookies that a request to this URL carries, by name. */
  cookiesOf(url: string): ReadonlyMap<string, string> {
    return new Map(
      this.#jarOf(url)
        .getCookiesSync(url)
        .map(({ key, value }) => [key, value]),
    );
  }

  async #request(url: string, body: string | undefined): Promise<Response> {
    const response = await fetch(url, {
      method: body === undefined ? "GET" : "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(15_000),
      headers: {
        // A server can close an idle connection just when the next request begins, and fetch then fails. So no connection is reused.
        connection: "close",
        cookie: this.#jarOf(url).getCookieStringSync(url),
        ...(body !== undefined && {
          "content-type": "application/x-www-form-urlencoded",
          origin: new URL(url).origin,
          "sec-fetch-site": "same-origin",
        }),
      },
      ...(body !== undefined && { body }),
    });
    for (const line of response.headers.getSetCookie()) this.#jarOf(url).setCookieSync(line, url, { ignoreError: true });
    return response;
  }

  #jarOf(url: string): CookieJar {
    const { origin } = new URL(url);
    const jar = this.#jars.get(origin) ?? new CookieJar();
    this.#jars.set(origin, jar);
    return jar;
  }
}
