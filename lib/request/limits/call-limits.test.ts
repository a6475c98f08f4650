import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { setWebEnvironment } from "#lib/request/testing/set-web-environment.ts";
import { CALLS_PER_MINUTE, type CallKind, findCallLimit, MOST_COUNTED, secondsToWait } from "./call-limits.ts";

const nowhere = (login: string) => `postgres://${login}@127.0.0.1:9/nothing`;
beforeAll(() => setWebEnvironment({ app: nowhere("sp_app"), staff: nowhere("sp_staff"), signin: nowhere("sp_signin") }));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const KINDS = Object.keys(CALLS_PER_MINUTE) as CallKind[];
const times = async (n: number, kind: CallKind, who: string) => {
  const waits = new Set<number>();
  for (let call = 0; call < n; call++) waits.add(await secondsToWait(kind, who));
  return [...waits];
};

test.each(KINDS)(
  "%s: each requester has exactly the limit of calls per minute; the failure has the time to wait, after which calls are allowed again",
  async (kind) => {
    const [one, another] = [randomUUID(), randomUUID()];
    expect(await times(CALLS_PER_MINUTE[kind], kind, one)).toEqual([0]);
    expect(await secondsToWait(kind, one)).toBe(60);
    vi.advanceTimersByTime(15_500);
    expect(await findCallLimit(kind, one)).toMatchObject({
      code: "limited",
      message: "Too many requests. Try again in 45 seconds.",
      retryAfterSeconds: 45,
    });
    expect(await secondsToWait(kind, another)).toBe(0);
    vi.advanceTimersByTime(44_500);
    expect(await secondsToWait(kind, one)).toBe(0);
  },
);

test("calls of one kind do not count for another kind", async () => {
  const one = randomUUID();
  await times(CALLS_PER_MINUTE.files + 1, "files", one);
  expect(await secondsToWait("pages", one)).toBe(0);
});

test("the number of counted networks is limited, and the one counted longest ago is dropped first", async () => {
  const first = randomUUID();
  await times(CALLS_PER_MINUTE.publicPages, "publicPages", first);
  for (let n = 1; n < MOST_COUNTED; n++) await secondsToWait("publicPages", `network ${n}`);
  expect(await secondsToWait("publicPages", first)).toBe(60);
  const timers = vi.getTimerCount();
  for (let n = 0; n < 50; n++) await secondsToWait("publicPages", `another network ${n}`);
  expect(vi.getTimerCount()).toBe(timers);
  expect(await secondsToWait("publicPages", first)).toBe(0);
});
