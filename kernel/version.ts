import manifest from "#package.json" with { type: "json" };

/** The version of this release. `package.json` is the only place that has it; the build copies it from there. */
export const VERSION: string = manifest.version;
