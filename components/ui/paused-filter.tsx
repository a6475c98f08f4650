"use client";

import TextFilter from "@cloudscape-design/components/text-filter";
import { useEffect, useState } from "react";
import { useStableCallback } from "./use-stable-callback.ts";

/** How long a person stops typing before the list changes, in milliseconds. */
const PAUSE = 300;
const LONGEST = 200;

/** A field to find rows. The text is in the field at once; `onChange` gets it when the person pauses. */
export function PausedFilter(props: { readonly label: string; readonly text: string; onChange(text: string): void }) {
  const { label, text: shown } = props;
  const [text, setText] = useState(shown);
  const change = useStableCallback(props.onChange);
  useEffect(() => {
    if (text.trim() === shown) return;
    const timer = setTimeout(() => change(text.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [text, shown, change]);
  return (
    <TextFilter
      filteringText={text}
      filteringPlaceholder={label}
      filteringAriaLabel={label}
      onChange={({ detail }) => setText(detail.filteringText.slice(0, LONGEST))}
    />
  );
}
