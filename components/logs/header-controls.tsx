"use client";

import Button from "@cloudscape-design/components/button";
import Select from "@cloudscape-design/components/select";
import { memo } from "react";
import styles from "./logs.module.css";
import type { TimeZone } from "./time/time-zone.ts";

interface HeaderControlsProps {
  readonly region: string;
  /** Empty on a page of several connections, which has a Region for each. */
  readonly regions: readonly string[];
  readonly zone: TimeZone;
  readonly narrow?: boolean;
  /** Opens the saved searches; without it there is no button. */
  readonly onSaved?: () => void;
  readonly onRegion: (region: string) => void;
  readonly onZone: (zone: TimeZone) => void;
}

const ZONES = [
  { value: "utc", label: "UTC" },
  { value: "local", label: "Local time" },
] as const;

/** The saved searches, the region, and the time zone of the log page and of the query page. */
export const HeaderControls = memo(function HeaderControls({
  region,
  regions,
  zone,
  narrow,
  onSaved,
  onRegion,
  onZone,
}: HeaderControlsProps) {
  return (
    <div className={styles["headerControls"]}>
      {onSaved && (
        <Button ariaLabel="Saved searches" onClick={onSaved}>
          {narrow ? "Saved" : "Saved searches"}
        </Button>
      )}
      {regions.length > 0 && (
        <Select
          ariaLabel="Region"
          selectedOption={{ value: region, label: region }}
          options={regions.map((name) => ({ value: name, label: name }))}
          onChange={({ detail }) => onRegion(detail.selectedOption.value ?? region)}
          expandToViewport
        />
      )}
      <Select
        ariaLabel="Time zone"
        selectedOption={ZONES[zone === "utc" ? 0 : 1]}
        options={ZONES}
        onChange={({ detail }) => onZone(detail.selectedOption.value === "local" ? "local" : "utc")}
        expandToViewport
      />
    </div>
  );
});
