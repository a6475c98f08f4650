import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { childrenOf, parseSource, type SyntaxNode } from "./parse-source.ts";

/** What cannot be found, or not unambiguously; the message is a sentence. */
export class NotFound extends Error {}

/** A file, and the part of it that is searched for a control. */
export interface Region {
  readonly file: string;
  readonly text: string;
  readonly tree: SyntaxNode;
}

const SOURCES = ["**/*.{ts,tsx}", "deploy/**/*.json"];
/** Folders that ship nothing of the portal. Their names may be those of the portal's own functions. */
const NOT_SEARCHED = new Set(["node_modules", ".next", "dist", ".data", ".git", "sandbox", "stack", "e2e", "bench", "testing", "controls"]);
const TEST = /\.test\.tsx?$/;

/** The source files below a folder that may contain controls, and their tests. Reads each file once. */
export class SourceFiles {
  readonly #folder: string;
  readonly #texts = new Map<string, string>();
  readonly #trees = new Map<string, SyntaxNode>();
  readonly #sources: readonly string[];
  readonly #tests: readonly string[];

  constructor(folder = ".") {
    this.#folder = folder;
    const files = globSync(SOURCES, { cwd: folder, exclude: (path) => NOT_SEARCHED.has(basename(path)) }).sort();
    this.#sources = files.filter((file) => !TEST.test(file) && !file.endsWith(".d.ts"));
    this.#tests = files.filter((file) => TEST.test(file));
  }

  text(file: string): string {
    const known = this.#texts.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(`${this.#folder}/${file}`, "utf8");
    this.#texts.set(file, text);
    return text;
  }

  /**
   * A file by its path; if it was moved, by its name.
   *
   * @throws NotFound
   */
  find(path: string, among: "sources" | "tests"): string {
    const files = among === "tests" ? this.#tests : this.#sources;
    if (files.includes(path)) return path;
    const [file, ...others] = files.filter((each) => basename(each) === basename(path));
    if (file === undefined) throw new NotFound(`There is no file ${path}.`);
    if (others.length > 0) throw new NotFound(`${path} does not exist, and several files have that name: ${[file, ...others].join(", ")}.`);
    return file;
  }

  /**
   * The region that a control names: `judgeRun`, `judgeRun > isWhole` (if it is no longer in the same file: the only `isWhole`) or the path of a file.
   *
   * @throws NotFound if nothing has that name, or if it has several meanings
   */
  region(place: string): Region {
    if (place.includes(".")) {
      const file = this.find(place, "sources");
      return { file, text: this.text(file), tree: this.#tree(file) };
    }
    const [outer = "", inner] = place.split(" > ");
    const { file, tree } = this.#declared(outer);
    if (inner === undefined) return { file, text: this.text(file), tree };
    const beside = declarations(this.#tree(file)).find(({ name }) => name === inner);
    if (beside !== undefined) return { file, text: this.text(file), tree: beside.node };
    const moved = this.#declared(inner);
    return { ...moved, text: this.text(moved.file) };
  }

  /**
   * The SQL files of `db/` that contain a text, each with another text in its place.
   *
   * @throws NotFound if none does
   */
  replaceInSql(text: string, by: string): ReadonlyMap<string, string> {
    const files = globSync("db/**/*.sql", { cwd: this.#folder }).filter((file) => this.text(file).includes(text));
    if (files.length === 0) throw new NotFound(`No SQL file in db/ contains "${text}".`);
    return new Map(files.map((file) => [file, this.text(file).replaceAll(text, () => by)]));
  }

  #tree(file: string): SyntaxNode {
    const tree = this.#trees.get(file) ?? parseSource(file, this.text(file));
    this.#trees.set(file, tree);
    return tree;
  }

  /** The one declaration of that name at the top level of a source file. An exported one wins over others. */
  #declared(name: string): { file: string; tree: SyntaxNode } {
    const word = new RegExp(`\\b(?:function\\*?|class|const|let|var)\\s+${name}\\b`);
    const found = this.#sources
      .filter((file) => !file.endsWith(".json") && word.test(this.text(file)))
      .flatMap((file) => declarations(this.#tree(file)).map((each) => ({ file, ...each })))
      .filter((each) => each.name === name);
    const exported = found.filter((each) => each.exported);
    const [one, ...others] = exported.length > 0 ? exported : found;
    if (one === undefined) throw new NotFound(`No source file declares ${name}.`);
    if (others.length > 0) throw new NotFound(`Several files declare ${name}: ${[one, ...others].map(({ file }) => file).join(", ")}.`);
    return { file: one.file, tree: one.node };
  }
}

interface Declaration {
  readonly name: string;
  readonly exported: boolean;
  readonly node: SyntaxNode;
}

type Named = SyntaxNode & { readonly id?: { readonly name?: string } | null };

/** The functions, classes and variables at the top level of a module. */
function declarations(program: SyntaxNode): readonly Declaration[] {
  return childrenOf(program).flatMap((statement) => {
    const exported = statement.type.startsWith("Export");
    const inside = exported ? childrenOf(statement) : [statement];
    return inside.flatMap((node) =>
      [node, ...(node.type === "VariableDeclaration" ? childrenOf(node) : [])].flatMap((each) => {
        const name = (each as Named).id?.name;
        return name === undefined ? [] : [{ name, exported, node: each }];
      }),
    );
  });
}
