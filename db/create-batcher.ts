interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/** A statement holds no more questions than this. */
const MOST_QUESTIONS = 100;

/**
 * Puts what is asked within one turn of the event loop into one statement, for questions that come with every request. `ask`
 * answers each in its place. Nobody joins a statement that is on its way, so each answer is read after its question was asked.
 * Only questions of one `groupOf` go together; when their statement fails each is asked by itself, and fails for itself.
 */
export function createBatcher<Question, Answer>(
  groupOf: (question: Question) => string,
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  const groups = new Map<string, Waiting<Question, Answer>[]>();

  async function askAlone({ question, resolve, reject }: Waiting<Question, Answer>): Promise<void> {
    try {
      resolve((await ask([question]))[0] as Answer);
    } catch (error) {
      reject(error);
    }
  }

  async function askGroup(group: readonly Waiting<Question, Answer>[]): Promise<void> {
    const [first] = group;
    if (group.length === 1 && first !== undefined) return askAlone(first);
    try {
      const answers = await ask(group.map(({ question }) => question));
      for (const [n, { resolve }] of group.entries()) resolve(answers[n] as Answer);
    } catch {
      await Promise.all(group.map(askAlone));
    }
  }

  function askAll(): void {
    const asked = [...groups.values()];
    groups.clear();
    for (const group of asked) void askGroup(group);
  }

  return (question) =>
    new Promise((resolve, reject) => {
      if (groups.size === 0) setImmediate(askAll);
      const name = groupOf(question);
      const group = groups.get(name) ?? [];
      groups.set(name, group);
      if (group.push({ question, resolve, reject }) < MOST_QUESTIONS) return;
      groups.delete(name);
      void askGroup(group);
    });
}
