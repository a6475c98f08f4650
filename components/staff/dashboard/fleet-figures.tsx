"use client";

import Box, { type BoxProps } from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import type { FleetView } from "#lib/staff/shared/fleet-view.ts";
import type { FleetFilter } from "./customers-table.tsx";
import styles from "./fleet.module.css";
import { ShareBar } from "./share-bar.tsx";

const CONTROL: Readonly<Record<FleetView["control"], { word: string; color: BoxProps.Color; sentence: string }>> = {
  ok: { word: "Passed", color: "text-status-success", sentence: "probes detect a role that isn’t secure" },
  failed: { word: "Failed", color: "text-status-error", sentence: "verifications don’t count until it passes" },
  "not-configured": { word: "Off", color: "text-status-warning", sentence: "no canary account configured" },
  unknown: { word: "Unknown", color: "text-status-inactive", sentence: "no verification yet" },
};

/** Below this share of the fleet a figure is not highlighted, because permanent amber would be ignored. */
const CALM_SHARE = 0.05;

/** The five figures of the fleet. Those that have a list filter the table. */
export function FleetFigures(props: { fleet: FleetView; filter: FleetFilter; onFilter(filter: FleetFilter): void }) {
  const { fleet, filter, onFilter } = props;
  const control = CONTROL[fleet.control];
  const warn = (count: number): BoxProps.Color => (count > CALM_SHARE * fleet.total ? "text-status-warning" : "inherit");
  const filterLink = (to: FleetFilter, count: number): ReactNode =>
    count === 0 ? "None" : <FilterLink active={filter === to} onFollow={() => onFilter(filter === to ? "all" : to)} />;
  return (
    <Container>
      <div className={styles["strip"]}>
        <Figure
          label="Connections verified in the last 24 hours"
          value={fleet.verified.toLocaleString("en")}
          color="inherit"
          aside={`of ${fleet.total.toLocaleString("en")}`}
        >
          <ShareBar {...fleet} />
        </Figure>
        <Figure label="Quarantined" value={`${fleet.quarantined}`} color={fleet.quarantined > 0 ? "text-status-error" : "inherit"}>
          {filterLink("quarantined", fleet.quarantined)}
        </Figure>
        <Figure label="Access denied" value={`${fleet.accessDenied}`} color={warn(fleet.accessDenied)}>
          {filterLink("access_denied", fleet.accessDenied)}
        </Figure>
        <Figure label="Verification expired" value={`${fleet.expired}`} color={warn(fleet.expired)}>
          {filterLink("not-verified", fleet.expired)}
        </Figure>
        <Figure label="Canary check" value={control.word} color={control.color}>
          {control.sentence}
        </Figure>
      </div>
    </Container>
  );
}

function Figure(props: { label: string; value: string; color: BoxProps.Color; aside?: string; children: ReactNode }) {
  return (
    <div className={styles["figure"]}>
      <Box color="text-body-secondary" fontSize="body-s">
        {props.label}
      </Box>
      <Box color={props.color} fontSize="heading-xl" fontWeight="bold">
        {props.value}{" "}
        {props.aside === undefined ? null : (
          <Box variant="span" color="text-body-secondary" fontSize="body-m" fontWeight="normal">
            {props.aside}
          </Box>
        )}
      </Box>
      <Box color="text-body-secondary" fontSize="body-s">
        {props.children}
      </Box>
    </div>
  );
}

function FilterLink({ active, onFollow }: { active: boolean; onFollow(): void }) {
  return (
    <Link fontSize="body-s" onFollow={onFollow}>
      {active ? "Show all" : "Show these"}
    </Link>
  );
}
