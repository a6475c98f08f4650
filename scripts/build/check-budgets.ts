import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** The largest first load of each group of pages, in kB after gzip. */
const BUDGETS: readonly { readonly page: RegExp; readonly js: number; readonly css: number }[] = [
  { page: /^\/\(public\)\//, js: 220, css: 55 },
  { page: /\/logs\/page$/, js: 440, css: 140 },
  { page: /\/query\/page$/, js: 560, css: 140 },
  // The lists of staff have the filter field with its suggestions.
  { page: /^\/\(staff\)\/admin\/(actions|alerts|audit|connections|customers|people|runs)\/page$/, js: 410, css: 120 },
  // Each has the button and the keys of the command palette, which itself loads when it is opened.
  { page: /^\/\((customer|staff)\)\//, js: 385, css: 120 },
];

interface PageWeight {
  readonly page: string;
  readonly js: number;
  readonly css: number;
}

/**
 * One line for each page whose first load is larger than its budget. The files of a page are the root chunks and the chunks and style sheets
 * of its client components, as the manifests of the Next.js build list them.
 */
export function checkBudgets(): string[] {
  return pageWeights().flatMap(({ page, js, css }) => {
    const budget = BUDGETS.find((entry) => entry.page.test(page));
    if (budget === undefined || (js <= budget.js && css <= budget.css)) return [];
    return [`${page} has ${js} kB of JS and ${css} kB of CSS. Its budget is ${budget.js} kB and ${budget.css} kB.`];
  });
}

/** The first-load size of every page of the existing build. */
export function pageWeights(): PageWeight[] {
  const pages: Record<string, string> = JSON.parse(readFileSync(".next/server/app-paths-manifest.json", "utf8"));
  const root: { rootMainFiles: string[] } = JSON.parse(readFileSync(".next/build-manifest.json", "utf8"));
  return Object.entries(pages)
    .filter(([page]) => page.endsWith("/page"))
    .map(([page, file]) => {
      const manifest = clientManifestOf(join(".next/server", file.replace(/\.js$/, "_client-reference-manifest.js")));
      const js = new Set([...root.rootMainFiles, ...manifest.js]);
      return { page, js: kilobytes(js), css: kilobytes(manifest.css) };
    });
}

function clientManifestOf(file: string): { js: Set<string>; css: Set<string> } {
  const js = new Set<string>();
  const css = new Set<string>();
  if (!existsSync(file)) return { js, css };
  const source = readFileSync(file, "utf8");
  const parsed = JSON.parse(source.slice(source.indexOf("{", source.indexOf("] = ") + 3)).replace(/;?\s*$/, ""));
  for (const list of Object.values(parsed.entryJSFiles ?? {}) as string[][]) for (const name of list) js.add(name);
  for (const list of Object.values(parsed.entryCSSFiles ?? {}) as { path: string }[][]) for (const { path } of list) css.add(path);
  return { js, css };
}

function kilobytes(files: Iterable<string>): number {
  let bytes = 0;
  for (const file of files) {
    const path = join(".next", file);
    if (existsSync(path)) bytes += gzipSync(readFileSync(path)).length;
  }
  return Math.round(bytes / 102.4) / 10;
}
