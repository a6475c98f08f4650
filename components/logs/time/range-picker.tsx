"use client";

import DateRangePicker, { type DateRangePickerProps } from "@cloudscape-design/components/date-range-picker";
import Icon from "@cloudscape-design/components/icon";
import styles from "#components/logs/logs.module.css";
import messages from "#components/theme/messages/date-range-picker.json";
import { PortalMessages } from "#components/theme/portal-messages.tsx";
import { fixedText, PRESETS, rangeName, type TimeRange } from "./time-range.ts";
import { offsetMinutes, type TimeZone } from "./time-zone.ts";

const PER: Readonly<Record<string, number>> = {
  second: 1 / 60,
  minute: 1,
  hour: 60,
  day: 1440,
  week: 10_080,
  month: 43_200,
  year: 525_600,
};

interface RangePickerProps {
  readonly range: TimeRange;
  readonly zone: TimeZone;
  readonly onChange: (range: TimeRange) => void;
}

/** Selects a relative or absolute time range. Absolute times are in the page's time zone. */
export function RangePicker({ range, zone, onChange }: RangePickerProps) {
  return (
    <PortalMessages messages={messages}>
      <DateRangePicker
        value={pickedOf(range)}
        onChange={({ detail }) => {
          const chosen = rangeOf(detail.value);
          if (chosen !== null) onChange(chosen);
        }}
        relativeOptions={PRESETS.map(({ minutes, label }) => ({ type: "relative", key: label, amount: minutes, unit: "minute" }))}
        isValidRange={(value) =>
          rangeOf(value) === null ? { valid: false, errorMessage: "The start must be before the end." } : { valid: true }
        }
        getTimeOffset={(date) => offsetMinutes(date.getTime(), zone)}
        showClearButton={false}
        placeholder="Time range"
        renderTriggerContent={() => (
          <span className={styles["rangeText"]}>
            <Icon name="calendar" /> {range.kind === "last" ? rangeName(range) : fixedText(range, zone)}
          </span>
        )}
        expandToViewport
        i18nStrings={{
          ariaLabel: "Time range",
          dateTimeConstraintText: `Use YYYY/MM/DD for dates and hh:mm:ss (24-hour) for times, in ${zone === "utc" ? "UTC" : "your local time"}.`,
          formatRelativeRange: (value) => rangeName(rangeOf(value) ?? range),
        }}
      />
    </PortalMessages>
  );
}

function pickedOf(range: TimeRange): DateRangePickerProps.Value {
  if (range.kind === "last") {
    const preset = PRESETS.find(({ minutes }) => minutes === range.minutes);
    return { type: "relative", amount: range.minutes, unit: "minute", ...(preset && { key: preset.label }) };
  }
  return { type: "absolute", startDate: new Date(range.from).toISOString(), endDate: new Date(range.to).toISOString() };
}

function rangeOf(value: DateRangePickerProps.Value | null): TimeRange | null {
  if (value === null) return null;
  if (value.type === "relative") return { kind: "last", minutes: Math.max(1, Math.round(value.amount * (PER[value.unit] ?? 1))) };
  const from = Date.parse(value.startDate);
  const to = Date.parse(value.endDate);
  return Number.isFinite(from) && Number.isFinite(to) && from < to ? { kind: "between", from, to } : null;
}
