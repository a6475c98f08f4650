"use client";

import Button from "@cloudscape-design/components/button";
import styles from "./logs.module.css";
import { PRESETS, type TimeRange } from "./time-range.ts";

interface NothingFoundProps {
  readonly pages: number;
  readonly pattern: string;
  readonly range: TimeRange;
  readonly onWiden: (range: TimeRange) => void;
}

/** Said only when AWS has no further page: how much was searched, and the one wider search that is likely meant. */
export function NothingFound({ pages, pattern, range, onWiden }: NothingFoundProps) {
  const minutes = range.kind === "last" ? range.minutes : (range.to - range.from) / 60_000;
  const wider = PRESETS.find((preset) => preset.minutes > minutes);
  return (
    <div className={styles["nothing"]}>
      <h2>{pattern === "" ? "No events in this time range" : "No event matches"}</h2>
      <p>
        AWS has searched the whole range ({pages} {pages === 1 ? "page" : "pages"}).{" "}
        {pattern !== "" && "Upper and lower case count, and a word with punctuation needs double quotes."}
      </p>
      {wider !== undefined && (
        <Button onClick={() => onWiden({ kind: "last", minutes: wider.minutes })}>Search the {wider.label.toLowerCase()}</Button>
      )}
    </div>
  );
}
