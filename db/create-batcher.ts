interface Pending<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/** The most questions in one statement. */
const MOST_QUESTIONS = 100;

/**
 * Returns a function that batches the questions of one turn of the event loop into one call of `ask`, which answers them in their
 * order. A question never joins a call that was already sent, so no answer is older than its question. Only questions with the same
 * `groupOf` share a call, and no group waits for another; with the dataloader library, all questions of a turn would. If a call fails, each question is asked again on
 * its own, so that only the questions that fail by themselves reject.
 */
export function createBatcher<Question, Answer>(
  groupOf: (question: Question) => string,
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  const groups = new Map<string, Pending<Question, Answer>[]>();

  async function askAlone({ question, resolve, reject }: Pending<Question, Answer>): Promise<void> {
    try {
      resolve((await ask([question]))[0] as Answer);
    } catch (error) {
      reject(error);
    }
  }

  async function askGroup(group: readonly Pending<Question, Answer>[]): Promise<void> {
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
