import type { z } from "zod";
import * as schemas from "#kernel/process/env-schemas.ts";
import { IN_FILES } from "#kernel/process/secret-values.ts";

/** The schemas that parse the environment, by the names of what they are for. */
const READERS: readonly (readonly [string, z.ZodObject])[] = [
  ["web", schemas.web],
  ["worker", schemas.worker],
  ["worker", schemas.retention],
  ["migrate", schemas.migrateCommand],
  ["customers, staff, people", schemas.ownerCommand],
  ["audit", schemas.auditCommand],
  ["keys", schemas.keysCommand],
  ["template publish", schemas.templateCommand],
];

interface Variable {
  readonly name: string;
  readonly about: schemas.About;
  readonly default: string;
  readonly readers: ReadonlySet<string>;
  readonly required: boolean;
}

/** Each variable once, in the order of the schemas. @throws Error if a variable has no documentation, or two different ones */
function variables(): readonly Variable[] {
  const found = new Map<string, Variable>();
  for (const [reader, schema] of READERS) {
    for (const [name, field] of Object.entries(schema.shape)) {
      const about = schemas.ABOUT.get(field as z.ZodType);
      if (about === undefined) throw new Error(`${name} has no sentence in kernel/process/env-schemas.ts`);
      const before = found.get(name);
      if (before !== undefined && before.about.sentence !== about.sentence) throw new Error(`${name} has two sentences`);
      const unset = (field as z.ZodType).safeParse(undefined);
      found.set(name, {
        name,
        about,
        default: unset.success && unset.data !== undefined ? String(unset.data) : "",
        readers: new Set([...(before?.readers ?? []), reader]),
        required: (before?.required ?? false) || !unset.success,
      });
    }
  }
  return [...found.values()];
}

const secrets: ReadonlySet<string> = new Set(IN_FILES);

/** The table of docs/environment.md, one line for each variable. */
function environmentTable(): string {
  const line = ({ name, about, readers, required, ...variable }: Variable) => [
    `\`${name}\``,
    [...readers].join(", "),
    required ? "yes" : "no",
    variable.default,
    about.unit ?? "",
    secrets.has(name) ? "yes" : "",
    about.sentence,
  ];
  return table(["variable", "used by", "required", "default", "unit", "secret", "meaning"], variables().map(line));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, n) => Math.max(cell.length, ...rows.map((row) => row[n]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join("\n");
}

const BEGIN = "<!-- Written by `npx vitest run scripts/documents -u`. Change kernel/process/env-schemas.ts instead. -->";
const END = "<!-- End of what is written. -->";

/** The page with a new table. @throws Error if its marks are missing */
export function withEnvironmentTable(page: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error("docs/environment.md has lost the marks around its table");
  return `${before}${BEGIN}\n\n${environmentTable()}\n\n${END}${after}`;
}
