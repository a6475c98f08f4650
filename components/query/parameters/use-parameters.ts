import { useEffect, useMemo, useState } from "react";
import { rememberedValues, rememberValues } from "#components/ui/session-values.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import { fillParameters, parametersIn, problemOfParameters, problemOfValue, type QueryParameter } from "./fill-parameters.ts";

/** The parameters of the query on the page, and their values, which saved queries with a parameter of the same name share. */
export interface ParameterValues {
  /** The parameters of the query in the editor. */
  readonly list: readonly QueryParameter[];
  /** What keeps them from being replaced; null if nothing does. */
  readonly problem: string | null;
  readonly values: Readonly<Record<string, string>>;
  /** By the name of a parameter; shown after the person tried to run the query. */
  readonly problems: Readonly<Record<string, string>>;
  set(name: string, value: string): void;
  /** The query with its values; null if one is missing or invalid, whose problem is then shown at its field. */
  fill(text: string): string | null;
  /** The values of the parameters of a query. */
  valuesOf(text: string): Readonly<Record<string, string>>;
  /** Shows the values with which a query ran. */
  restore(of: Readonly<Record<string, string>>): void;
}

export function useParameters(connectionId: string, text: string): ParameterValues {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const list = useMemo(() => parametersIn(text), [text]);
  const problem = useMemo(() => problemOfParameters(text), [text]);
  // After hydration, because the server doesn't know them.
  useEffect(() => setValues(rememberedValues(`parameters.${connectionId}`)), [connectionId]);
  const restore = useStableCallback((changed: Readonly<Record<string, string>>) => {
    const next = { ...values, ...changed };
    setValues(next);
    rememberValues(`parameters.${connectionId}`, next);
    setProblems(Object.fromEntries(Object.entries(problems).filter(([name]) => !Object.hasOwn(changed, name))));
  });
  const set = useStableCallback((name: string, value: string) => restore({ [name]: value }));
  const valuesOf = useStableCallback((query: string) =>
    Object.fromEntries(parametersIn(query).map(({ name }) => [name, enteredValue(values, name)])),
  );
  const fill = useStableCallback((query: string): string | null => {
    if (problemOfParameters(query) !== null) return null;
    const found = parametersIn(query).flatMap((parameter): [string, string][] => {
      const wrong = problemOfValue(parameter, enteredValue(values, parameter.name));
      return wrong === null ? [] : [[parameter.name, wrong]];
    });
    setProblems(Object.fromEntries(found));
    return found.length === 0 ? fillParameters(query, values) : null;
  });
  return { list, problem, values, problems, set, fill, valuesOf, restore };
}

/** The value of a parameter; "" if it has none. */
export const enteredValue = (values: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(values, name) ? (values[name] ?? "") : "";
