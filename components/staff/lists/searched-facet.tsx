import Input from "@cloudscape-design/components/input";
import { useEffect, useRef, useState } from "react";
import { attempt } from "#components/ui/attempt.ts";
import { type FacetProps, FacetValue } from "./facet-value.tsx";
import type { FindCustomers } from "./list-filter.tsx";
import styles from "./lists.module.css";

type Found =
  | { readonly kind: "none" | "searching" | "failed" }
  | { readonly kind: "found"; readonly customers: readonly { readonly id: string; readonly name: string; readonly connections: number }[] };

/** How long a person stops typing before the names are looked up, in milliseconds. */
const PAUSE = 250;
const MOST_SHOWN = 8;

/** A filter with too many values to list: those that were chosen, and those whose names begin with what a person types. */
export function SearchedFacet({ facet, chosen, onToggle, find }: FacetProps & { readonly find: FindCustomers }) {
  const [text, setText] = useState("");
  const found = useFound(text, find);
  const options = found.kind === "found" ? found.customers.filter(({ id }) => !chosen.includes(id)).slice(0, MOST_SHOWN) : [];
  return (
    <fieldset>
      <legend>{facet.label}</legend>
      {facet.options.map((option) => (
        <FacetValue key={option.value} option={option} isChosen={chosen.includes(option.value)} onToggle={onToggle} />
      ))}
      <Input
        type="search"
        value={text}
        placeholder="Beginning of a name"
        ariaLabel={`Find a ${facet.label.toLowerCase()}`}
        clearAriaLabel="Clear"
        onChange={({ detail }) => setText(detail.value)}
      />
      {options.map(({ id, name, connections }) => (
        <FacetValue
          key={id}
          option={{ value: id, label: name, count: connections }}
          isChosen={false}
          onToggle={(value, isChosen) => {
            setText("");
            onToggle(value, isChosen);
          }}
        />
      ))}
      <div role="status" className={styles["note"]}>
        {found.kind === "searching" ? "Searching…" : null}
        {found.kind === "failed" ? "Customers can’t be loaded. Try again." : null}
        {found.kind === "found" && options.length === 0 ? "No other customer has this name." : null}
      </div>
    </fieldset>
  );
}

/** The customers for a text, once the person pauses. An answer that arrives after a newer text is dropped. */
function useFound(text: string, find: FindCustomers): Found {
  const [found, setFound] = useState<Found>({ kind: "none" });
  const newest = useRef(0);
  useEffect(() => {
    newest.current += 1;
    const call = newest.current;
    const asked = text.trim();
    if (asked === "") {
      setFound({ kind: "none" });
      return;
    }
    setFound({ kind: "searching" });
    const timer = setTimeout(async () => {
      const result = await attempt(() => find({ text: asked }));
      if (call === newest.current) setFound(result.ok ? { kind: "found", customers: result.value } : { kind: "failed" });
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [text, find]);
  return found;
}
