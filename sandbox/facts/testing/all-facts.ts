import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { FactFile } from "./fact.ts";

const folder = join(import.meta.dirname, "..");

/** Every file of facts, by its name without `.json`. */
export const factFiles: readonly { readonly name: string; readonly file: FactFile }[] = globSync("*.json", { cwd: folder })
  .sort()
  .map((path) => ({ name: basename(path, ".json"), file: JSON.parse(readFileSync(join(folder, path), "utf8")) as FactFile }));
