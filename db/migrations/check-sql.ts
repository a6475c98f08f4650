interface Token {
  readonly text: string;
  readonly line: number;
}

/** Comments and spaces are skipped; a text in quotes is one token; `$$` is a token, so the bodies of functions are read too. */
const TOKEN = /--[^\n]*|\s+|'(?:[^']|'')*'|"[^"]*"|\$\w*\$|\w+|./gs;

function tokensOf(sql: string): readonly Token[] {
  let line = 1;
  const tokens: Token[] = [];
  for (const [text] of sql.matchAll(TOKEN)) {
    if (!/^(?:--|\s)/.test(text)) tokens.push({ text: /^['"]/.test(text) ? text : text.toLowerCase(), line });
    line += text.split("\n").length - 1;
  }
  return tokens;
}

const ENDS_LINE = ["begin", "declare", "then", "else", "loop"];
const STARTS_LINE = ["begin", "declare", "else", "elsif"];

/** The lines of SQL or PL/pgSQL on which more than one statement is, or a statement shares a line with the block around it. */
export function crowdedLines(sql: string): readonly number[] {
  const tokens = tokensOf(sql);
  const crowded = new Set<number>();
  let [depth, cases] = [0, 0];
  tokens.forEach(({ text, line }, n) => {
    const [before, after] = [tokens[n - 1], tokens[n + 1]];
    if (text === "(") depth += 1;
    else if (text === ")") depth -= 1;
    else if (text === "case") cases += 1;
    else if (text === "end" && cases > 0) cases -= 1;
    else if (cases === 0 && depth === 0) {
      const isEndOfLoop = text === "loop" && before?.text === "end";
      if ((text === ";" || (ENDS_LINE.includes(text) && !isEndOfLoop)) && after?.line === line) crowded.add(line);
      if ((STARTS_LINE.includes(text) || text === "end") && before?.line === line) crowded.add(line);
    }
  });
  return [...crowded];
}

export type MigrationKind = "baseline" | "expand" | "contract";

/** The kind that a migration declares in a line such as `-- kind: expand`; undefined if it declares none. */
export function kindOf(sql: string): MigrationKind | undefined {
  return /^-- kind: (baseline|expand|contract)$/m.exec(sql)?.[1] as MigrationKind | undefined;
}

/** What would break the processes of the release before, or lose data. An index may be dropped: nothing depends on it. */
const DESTRUCTIVE: readonly RegExp[] = [
  /^drop (?!index\b).*/,
  /^truncate\b.*/,
  /^delete\b.*/,
  /^alter .*\b(?:drop|rename|set not null|set schema|alter (?:column )?\w+ (?:set data )?type)\b.*/,
  /^revoke\b.*/,
  /^alter table .*\brow level security\b.*/,
  /^alter policy\b.*/,
  /^create policy\b.* as restrictive\b.*/,
  /^alter .*\badd (?:column )?(?:if not exists )?(?!constraint)\w+ (?!.*\bdefault\b).*\bnot null\b.*/,
];

/** The statements that an expanding migration must not have, because processes of the release before still run when it is applied. */
export function destructiveStatements(sql: string): readonly string[] {
  const statements = tokensOf(sql)
    .map(({ text }) => text)
    .join(" ")
    .split(/ ?; ?|\$\w*\$ ?|\b(?:begin|then|else|loop) /);
  return statements.flatMap(actionsOf).filter((action) => DESTRUCTIVE.some((pattern) => pattern.test(action)));
}

/** Each action of ALTER TABLE as a statement of its own: `alter table t add a int, add b int` has two. */
function actionsOf(statement: string): readonly string[] {
  const [, head, rest] = /^(alter table (?:if exists )?(?:only )?\S+) (.*)$/.exec(statement) ?? [];
  if (head === undefined || rest === undefined) return [statement];
  const actions = [""];
  let depth = 0;
  for (const token of rest.split(" ")) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (token === "," && depth === 0) actions.push("");
    else actions.push(`${actions.pop() ?? ""} ${token}`);
  }
  return actions.map((action) => `${head}${action}`);
}
