import type { Secret } from "#kernel/process/secret.ts";
import { type Check, type Finding, failed, ok, warning } from "./check.ts";
import { Arrival, PREFLIGHT_HEADER, signPreflight } from "./proxy-request.ts";

/** Sends one request through APP_URL and asks the web process how it arrived: through the proxy, with the right host, scheme and client address. */
export function proxyCheck(appUrl: string, authSecret: Secret<string>): Check {
  return {
    name: "portal URL",
    async run(signal) {
      const headers = { [PREFLIGHT_HEADER]: signPreflight(authSecret, new Date()) };
      const response = await fetch(`${appUrl}/api/preflight`, { headers, signal, redirect: "manual" }).catch(() => undefined);
      if (response === undefined)
        return failed(
          "The portal does not answer at APP_URL.",
          "Start a web process, and check the proxy, its certificate and the DNS name.",
        );
      const arrival = Arrival.safeParse(await response.json().catch(() => undefined));
      if (response.status === 404)
        return failed(
          "APP_URL answers, but not as this portal.",
          "Check that the proxy leads to web processes of this release with the same AUTH_SECRET.",
        );
      if (!response.ok || !arrival.success)
        return failed(`APP_URL answers with status ${response.status}.`, "Check the proxy and /api/health.");
      return judgeArrival(appUrl, arrival.data);
    },
  };
}

/** What is wrong with the way in which a request arrived. */
export function judgeArrival(appUrl: string, { host, scheme, forwardedFor, peer, network, trustedHops }: Arrival): Finding {
  const { host: wantedHost, protocol } = new URL(appUrl);
  if (host !== wantedHost)
    return failed(
      `The request arrived for the host ${host ?? "(none)"}, not ${wantedHost}.`,
      `Let the proxy set Host and X-Forwarded-Host to ${wantedHost}.`,
    );
  if (scheme !== null && `${scheme}:` !== protocol)
    return failed(`The request arrived with the scheme ${scheme}, not ${protocol.slice(0, -1)}.`, "Let the proxy set X-Forwarded-Proto.");
  // Without a proxy the framework writes the address of the socket. A proxy on this machine appends the same address.
  const throughProxy = forwardedFor.some((entry) => entry !== peer);
  if (!throughProxy && trustedHops > 0 && trustedHops <= forwardedFor.length)
    return warning(
      `This request came from ${network} itself, so it does not show whether ${trustedHops === 1 ? "a proxy" : `${trustedHops} proxies`} appended to X-Forwarded-For.`,
      "Run the preflight on another machine, or remove TRUSTED_PROXY_HOPS if there is no proxy.",
    );
  if (throughProxy && trustedHops === 0)
    return warning(
      "Requests come through a proxy, and TRUSTED_PROXY_HOPS is 0. All people share the limits of one network address.",
      "Set TRUSTED_PROXY_HOPS to the number of your proxies that append to X-Forwarded-For.",
    );
  if (trustedHops > forwardedFor.length)
    return failed(
      `TRUSTED_PROXY_HOPS is ${trustedHops}, but ${forwardedFor.length} proxies appended to X-Forwarded-For. A client could choose its own address.`,
      "Correct TRUSTED_PROXY_HOPS, or let each proxy append to X-Forwarded-For.",
    );
  return ok(`requests arrive for ${wantedHost}, and this one counted for the network ${network}`);
}
