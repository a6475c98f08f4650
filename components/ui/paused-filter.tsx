"use client";

import TextFilter from "@cloudscape-design/components/text-filter";
import { useEffect, useRef, useState } from "react";
import { useStableCallback } from "./use-stable-callback.ts";

/** How long a person stops typing before the list changes, in milliseconds. */
const PAUSE = 300;
const LONGEST = 200;

/**
 * A field to find rows. What a person types is in the field at once; `onChange` gets it when they pause. `text` is what the list shows: if it
 * changes in another way, such as with the browser's Back, the field follows.
 */
export function PausedFilter(props: { readonly label: string; readonly text: string; onChange(text: string): void }) {
  const { label, text: shown } = props;
  const [text, setText] = useState(shown);
  const change = useStableCallback(props.onChange);
  // What was sent and is not shown yet: its arrival must not replace what was typed meanwhile.
  const sent = useRef<readonly string[]>([shown]);
  useEffect(() => {
    const place = sent.current.indexOf(shown);
    if (place < 0) setText(shown);
    sent.current = place < 0 ? [shown] : sent.current.slice(place);
  }, [shown]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === sent.current.at(-1)) return;
    const timer = setTimeout(() => {
      sent.current = [...sent.current, wanted];
      change(wanted);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [text, change]);
  return (
    <TextFilter
      filteringText={text}
      filteringPlaceholder={label}
      filteringAriaLabel={label}
      onChange={({ detail }) => setText(detail.filteringText.slice(0, LONGEST))}
    />
  );
}
