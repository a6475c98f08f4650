import { expect, test } from "vitest";
import nextConfig from "./next.config.ts";

test("bodies of server actions are limited, no other site may call them, and no header names the framework", () => {
  expect(nextConfig.experimental).toMatchObject({ serverActions: { bodySizeLimit: "64kb" } });
  expect(nextConfig.experimental?.serverActions).not.toHaveProperty("allowedOrigins");
  expect(nextConfig.poweredByHeader).toBe(false);
});

test("image optimization is off", () => {
  expect(nextConfig.images).toEqual({ unoptimized: true });
});
