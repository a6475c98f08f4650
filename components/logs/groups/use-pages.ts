import { useCallback, useEffect, useRef, useState } from "react";
import type { Failure, Result } from "#kernel/result.ts";

export interface Pages<Item> {
  readonly search: string;
  find(search: string): void;
  readonly items: readonly Item[];
  /** The search that `items` and `failure` answer: while a person types, that is an earlier one. Null before the first answer. */
  readonly answeredSearch: string | null;
  readonly loading: boolean;
  readonly failure: Failure | null;
  /** Whether AWS has more pages; `more` fetches the next one. */
  readonly hasMore: boolean;
  more(): void;
  /** Fetches again from the first page and clears the failure. */
  again(): void;
}

/** Fetches one page. Must keep its identity while it reads the same list. */
export type AskPage<Item> = (
  search: string,
  nextToken: string | null,
) => Promise<Result<{ readonly items: readonly Item[]; readonly nextToken: string | null }>>;

/** Milliseconds without typing before AWS is called, to save the customer's API quota. */
const DEBOUNCE_MS = 250;

/** What was fetched, and by which function, so that it is not shown for another list. */
interface Answered<Item> {
  readonly ask: AskPage<Item>;
  readonly items: readonly Item[];
  readonly nextToken: string | null;
  readonly failure: Failure | null;
  readonly search: string | null;
}

/** A list that AWS returns in pages, with a search. Fetches nothing until `enabled`; only the latest request is used. */
export function usePages<Item>(ask: AskPage<Item>, enabled = true): Pages<Item> {
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
        if (!answer.ok) return { ...before, failure: answer, search };
        const { items, nextToken } = answer.value;
        return { ask, items: token === null ? items : [...before.items, ...items], nextToken, failure: null, search };
      });
    },
    [ask, search],
  );

  useEffect(() => {
    if (!enabled) return;
    question.current += 1;
    const mine = question.current;
    const timer = setTimeout(() => void fetchPage(null, mine), search === "" ? 0 : DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [fetchPage, search, enabled, attempt]);

  const { items, nextToken, failure, search: answeredSearch } = ofSame(answered, ask);
  const more = () => {
    if (nextToken !== null && !loading) void fetchPage(nextToken, question.current);
  };
  const again = () => {
    setAnswered((known) => ({ ...ofSame(known, ask), failure: null }));
    setLoading(true);
    setAttempt(attempt + 1);
  };
  // After `ask` changed, its request starts only after this render, so the list counts as loading.
  const isNew = answered !== null && answered.ask !== ask;
  return { search, find: setSearch, items, answeredSearch, loading: loading || isNew, failure, hasMore: nextToken !== null, more, again };
}

/** What was fetched by this function; empty if it was fetched by another. */
function ofSame<Item>(known: Answered<Item> | null, ask: AskPage<Item>): Answered<Item> {
  return known?.ask === ask ? known : { ask, items: [], nextToken: null, failure: null, search: null };
}
