import { expect, test } from "vitest";
import { judgeArrival } from "./proxy-check.ts";

const ARRIVED = {
  host: "portal.example",
  scheme: "https",
  forwardedFor: ["203.0.113.7"],
  peer: "10.0.0.2",
  network: "203.0.113.7",
  trustedHops: 1,
};
test.each([
  ["another host", { host: "10.0.0.3:3000" }, "failed", /arrived for the host 10\.0\.0\.3:3000/],
  ["plain HTTP behind the proxy", { scheme: "http" }, "failed", /with the scheme http/],
  ["a proxy that is not counted", { trustedHops: 0 }, "warning", /TRUSTED_PROXY_HOPS is 0/],
  ["more trusted proxies than there are", { trustedHops: 2 }, "failed", /TRUSTED_PROXY_HOPS is 2, but 1 proxies/],
  ["a trusted proxy that can't be seen", { forwardedFor: ["10.0.0.2"], network: "10.0.0.2" }, "warning", /came from 10\.0\.0\.2 itself/],
  ["more trusted proxies than the socket's address", { forwardedFor: ["10.0.0.2"], trustedHops: 2 }, "failed", /but 1 proxies/],
] as const)("a request that arrives through %s is reported", (_, changed, status, problem) => {
  expect(
    judgeArrival("https://portal.example", {
      ...ARRIVED,
      ...changed,
      forwardedFor: [...(("forwardedFor" in changed && changed.forwardedFor) || ARRIVED.forwardedFor)],
    }),
  ).toMatchObject({
    status,
    problem: expect.stringMatching(problem),
  });
});

test("a request that arrives through the configured proxy is fine", () => {
  expect(judgeArrival("https://portal.example", ARRIVED).status).toBe("ok");
});
