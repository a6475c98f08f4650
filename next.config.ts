import type { NextConfig } from "next";

// biome-ignore lint/style/noProcessEnv: read by the build, not by a process
const { SALLYPORT_BUILD_ID: buildId, SALLYPORT_BUILD_CACHE: cache } = process.env;

/** What Next.js would copy into the release although no process loads it: 8 MB. Every browser test runs without these files. */
const NOT_LOADED = [
  "node_modules/sharp/**",
  "node_modules/@img/**",
  // Metrics of the framework's own fonts, for builds.
  "node_modules/next/dist/server/capsize-font-metrics.json",
  // The edge runtime. No route of ours uses it.
  "node_modules/next/dist/compiled/@edge-runtime/primitives/**",
  "node_modules/next/dist/compiled/edge-runtime/**",
  "node_modules/react-dom/cjs/react-dom-server*.{edge,browser}.production.js",
  // React with experimental features, which the configuration would have to turn on.
  "node_modules/next/dist/compiled/next-server/app-page-turbo-experimental.runtime.prod.js",
];

const config: NextConfig = {
  output: "standalone",
  // From the sources (stack/build/build-release.ts), so that a browser can use two builds of one commit at the same time, and reloads the page
  // when it meets another release.
  ...(buildId && { deploymentId: buildId, generateBuildId: () => buildId }),
  poweredByHeader: false,
  reactStrictMode: true,
  // No page uses the images of Next.js, and its public endpoint that resizes images has had vulnerabilities.
  images: { unoptimized: true },
  outputFileTracingExcludes: { "*": NOT_LOADED },
  // Browsers request it when a response is not a page that names an icon, such as a file or a response of the API.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  // The gate checks the types of the whole project. The build need not repeat that, so the demo starts faster.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // As the portal's own HTTP server.
    serverActions: { bodySizeLimit: "64kb" },
    turbopackFileSystemCacheForBuild: cache !== undefined,
  },
};

export default config;
