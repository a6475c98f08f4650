import { spawnSync } from "node:child_process";
import { buildArguments, buildOptions } from "#scripts/test/image-engine.ts";

export type GuideEngine = "podman" | "docker";

/** The container engine that works on this machine; undefined if none does. */
export function findGuideEngine(): GuideEngine | undefined {
  return (["podman", "docker"] as const).find((engine) => spawnSync(engine, ["info"], { stdio: "ignore" }).status === 0);
}

/**
 * The values of the guide for the image. The variables are those of `npm run test:image`: those of `buildOptions`, and IMAGE, which
 * names an image that exists and is then used instead of a new one.
 */
export function imageValues(engine: GuideEngine): Readonly<Record<string, string>> {
  const { IMAGE } = process.env;
  const options = [
    // podman builds with buildah, and needs the same options for it.
    ...buildArguments(engine === "podman" ? "buildah" : "docker").args.slice(1),
    ...buildOptions(),
  ];
  return { ENGINE: engine, IMAGE: IMAGE || "localhost/sallyport-guide", BUILD_OPTIONS: options.join(" ") };
}

/** Removes the containers of units. @param units such as `sallyport-web@3001` */
export function removeContainers(engine: GuideEngine, units: readonly string[]): void {
  if (units.length > 0) spawnSync(engine, ["rm", "--force", ...units.map((unit) => unit.replace("@", "-"))], { stdio: "ignore" });
}
