import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  poweredByHeader: false,
  reactStrictMode: true,
  // Nothing uses the framework's images, and what resizes them for anybody who asks has had weaknesses of its own.
  images: { unoptimized: true },
  // Browsers ask for it wherever no page names an icon, as beside a file or an answer of the API.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  // The gate checks types once for everything, tests included; a build for a person who tries the demo need not do it again.
  typescript: { ignoreBuildErrors: true },
  // The proxy copies a body before anybody is asked who they are; nothing we accept is half as long.
  experimental: { serverActions: { bodySizeLimit: "64kb" }, proxyClientMaxBodySize: "128kb" },
};

export default config;
