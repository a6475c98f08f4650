import type pg from "pg";
import { type ParsedRoleArn, parseRoleArn, partsOf, storedRoleArn } from "#kernel/aws/role-arn.ts";
import { SeededRandom } from "#lib/verification/testing/seeded-random.ts";
import { type DatabaseAnswer, databaseReader, isText } from "./database-role-arns.ts";
import { OWN_ACCOUNTS, randomRoleArn } from "./random-role-arn.ts";

export interface RoleArnTally {
  texts: number;
  accepted: number;
  /** Rejected texts by the problem that the parser returned. */
  refused: Record<string, number>;
  /** Texts with a NUL character, which Postgres accepts in no text value. */
  withNul: number;
  /** The texts for which parser and database differ, and how. */
  disagreements: string[];
}

const BATCH = 2000;

/** Compares the parser with the rules of the database for `count` random texts of one seed. */
export async function compareRoleArns(
  client: pg.ClientBase,
  seed: number,
  count: number,
  onProgress: (done: number) => void = () => undefined,
): Promise<RoleArnTally> {
  const random = new SeededRandom(seed);
  const tally: RoleArnTally = { texts: 0, accepted: 0, refused: {}, withNul: 0, disagreements: [] };
  const read = await databaseReader(client, "aws", OWN_ACCOUNTS);
  while (tally.texts < count) {
    const texts = Array.from({ length: Math.min(BATCH, count - tally.texts) }, () => randomRoleArn(random));
    const plain = texts.filter((text) => !text.includes("\u0000"));
    const answers = new Map((await read(plain)).map((answer, index) => [plain[index], answer]));
    for (const text of texts) addText(tally, text, answers.get(text) ?? (await answerOfNul(client, text)));
    tally.texts += texts.length;
    onProgress(tally.texts);
  }
  return tally;
}

async function answerOfNul(client: pg.ClientBase, text: string): Promise<DatabaseAnswer | "accepts-nul"> {
  return (await isText(client, text)) ? "accepts-nul" : { role: undefined, isStoredInClear: false };
}

function addText(tally: RoleArnTally, text: string, answer: DatabaseAnswer | "accepts-nul"): void {
  const parsed = parseRoleArn(text, "aws", OWN_ACCOUNTS);
  if (parsed.kind === "role") tally.accepted += 1;
  else tally.refused[parsed.problem] = (tally.refused[parsed.problem] ?? 0) + 1;
  if (text.includes("\u0000")) tally.withNul += 1;
  const difference = differenceOf(text, parsed, answer);
  if (difference !== undefined)
    tally.disagreements.push(
      `${JSON.stringify(text.length > 200 ? `${text.slice(0, 100)} … ${text.slice(-90)}, ${text.length} characters` : text)}: ${difference}`,
    );
}

function differenceOf(text: string, parsed: ParsedRoleArn, answer: DatabaseAnswer | "accepts-nul"): string | undefined {
  if (answer === "accepts-nul") return "Postgres accepted a NUL";
  const { role, isStoredInClear } = answer;
  if (parsed.kind === "problem") return role === undefined ? undefined : `the parser says ${parsed.problem}, the database accepts it`;
  if (role === undefined) return "the parser accepts it, the database does not";
  if (isStoredInClear) return "a column for encrypted ARNs would accept it as plain text";
  const parts = partsOf(storedRoleArn(parsed.arn));
  const same = [parsed, parts].every(({ accountId, roleName }) => accountId === role.accountId && roleName === role.roleName);
  return same && parsed.arn === text ? undefined : "parser and database read different parts";
}
