"use client";

import Select from "@cloudscape-design/components/select";
import styles from "./logs.module.css";
import type { TimeZone } from "./time-zone.ts";

interface HeadChoicesProps {
  readonly region: string;
  readonly regions: readonly string[];
  readonly zone: TimeZone;
  readonly onRegion: (region: string) => void;
  readonly onZone: (zone: TimeZone) => void;
}

const ZONES = [
  { value: "utc", label: "UTC" },
  { value: "local", label: "Local time" },
] as const;

/** Which region is read, and in which clock its times are shown. */
export function HeadChoices({ region, regions, zone, onRegion, onZone }: HeadChoicesProps) {
  return (
    <div className={styles["headChoices"]}>
      <Select
        ariaLabel="Region"
        selectedOption={{ value: region, label: region }}
        options={regions.map((name) => ({ value: name, label: name }))}
        onChange={({ detail }) => onRegion(detail.selectedOption.value ?? region)}
        expandToViewport
      />
      <Select
        ariaLabel="Time zone"
        selectedOption={ZONES[zone === "utc" ? 0 : 1]}
        options={ZONES}
        onChange={({ detail }) => onZone(detail.selectedOption.value === "local" ? "local" : "utc")}
        expandToViewport
      />
    </div>
  );
}
