import { useCallback, useEffect, useRef, useState } from "react";
import type { Failure, Result } from "#kernel/result.ts";

export interface Pages<Item> {
  readonly search: string;
  find(search: string): void;
  readonly items: readonly Item[];
  readonly loading: boolean;
  readonly failure: Failure | null;
  /** Whether AWS has more: the next page is fetched by `more`. */
  readonly hasMore: boolean;
  more(): void;
  /** Asks anew, from the first page: what went wrong is no longer said. */
  again(): void;
}

/** One page of what is searched; `ask` stays the same function while it asks about the same. */
export type AskPage<Item> = (
  search: string,
  nextToken: string | null,
) => Promise<Result<{ readonly items: readonly Item[]; readonly nextToken: string | null }>>;

/** Typing waits this long before it asks AWS: the quota of calls is the customer's. */
const TYPING_MS = 250;

/** What has come, and of whom it was asked: it is not shown as another's. */
interface Answered<Item> {
  readonly ask: AskPage<Item>;
  readonly items: readonly Item[];
  readonly nextToken: string | null;
  readonly failure: Failure | null;
}

/** A list that AWS gives page by page, and a search in it. Nothing is asked before it is `wanted`; the newest question wins. */
export function usePages<Item>(ask: AskPage<Item>, wanted = true): Pages<Item> {
  const [search, setSearch] = useState("");
  const [answered, setAnswered] = useState<Answered<Item> | null>(null);
  const [loading, setLoading] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const question = useRef(0);

  const fetchPage = useCallback(
    async (token: string | null, mine: number) => {
      setLoading(true);
      const answer = await ask(search, token);
      if (question.current !== mine) return;
      setLoading(false);
      setAnswered((known) => {
        const before = ofSame(known, ask);
        if (!answer.ok) return { ...before, failure: answer };
        const { items, nextToken } = answer.value;
        return { ask, items: token === null ? items : [...before.items, ...items], nextToken, failure: null };
      });
    },
    [ask, search],
  );

  useEffect(() => {
    if (!wanted) return;
    question.current += 1;
    const mine = question.current;
    const timer = setTimeout(() => void fetchPage(null, mine), search === "" ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [fetchPage, search, wanted, attempt]);

  const { items, nextToken, failure } = ofSame(answered, ask);
  const more = () => {
    if (nextToken !== null && !loading) void fetchPage(nextToken, question.current);
  };
  const again = () => {
    setAnswered((known) => ({ ...ofSame(known, ask), failure: null }));
    setLoading(true);
    setAttempt(attempt + 1);
  };
  // The question about something else is put a moment after this is drawn.
  const isNew = answered !== null && answered.ask !== ask;
  return { search, find: setSearch, items, loading: loading || isNew, failure, hasMore: nextToken !== null, more, again };
}

/** What has come of this very question; nothing where only another's came. */
function ofSame<Item>(known: Answered<Item> | null, ask: AskPage<Item>): Answered<Item> {
  return known?.ask === ask ? known : { ask, items: [], nextToken: null, failure: null };
}
