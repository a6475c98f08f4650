import { useCallback, useEffect, useRef, useState } from "react";
import type { Failure, Result } from "#lib/kernel/result.ts";

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

/** A list that AWS gives page by page, and a search in it. Nothing is asked before it is `wanted`; the newest question wins. */
export function usePages<Item>(ask: AskPage<Item>, wanted = true): Pages<Item> {
  const [search, setSearch] = useState("");
  const [items, setItems] = useState<readonly Item[]>([]);
  const [nextToken, setNextToken] = useState<string | null>(null);
  const [loading, setLoading] = useState(true);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [attempt, setAttempt] = useState(0);
  const question = useRef(0);

  const fetchPage = useCallback(
    async (token: string | null, mine: number) => {
      setLoading(true);
      const answer = await ask(search, token);
      if (question.current !== mine) return;
      setLoading(false);
      setFailure(answer.ok ? null : answer);
      if (!answer.ok) return;
      setItems((before) => (token === null ? answer.value.items : [...before, ...answer.value.items]));
      setNextToken(answer.value.nextToken);
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

  const more = () => {
    if (nextToken !== null && !loading) void fetchPage(nextToken, question.current);
  };
  const again = () => {
    setFailure(null);
    setLoading(true);
    setAttempt(attempt + 1);
  };
  return { search, find: setSearch, items, loading, failure, hasMore: nextToken !== null, more, again };
}
