import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Funnel } from "./facts.tsx";
import { ConnectionDays } from "./trends.tsx";

const day = (at: number) => ({ at, connected: 11, expired: 0, accessDenied: 0, quarantined: 1 });

test("one counted day is no chart: its numbers are shown without it", () => {
  const one = renderToStaticMarkup(createElement(ConnectionDays, { days: [day(0)] }));
  expect(one).toContain("Not enough days yet");
  expect(one).toContain("11");
  expect(one).not.toContain("<svg");
  const two = renderToStaticMarkup(createElement(ConnectionDays, { days: [day(0), day(86_400_000)] }));
  expect(two).not.toContain("Not enough days yet");
  expect(two).toContain("<svg");
});

test("the times to connect are full hours, so the sentence has the hour that each group did not exceed", () => {
  const steps = [{ label: "Invited", customers: 3, isConnected: false }];
  const text = renderToStaticMarkup(createElement(Funnel, { funnel: { steps, stop: null, medianHours: 0, slowestTenthHours: 50 } }));
  expect(text).toContain("Half of the connected customers took at most 1 h, 9 of 10 at most 2 d 3 h.");
});
