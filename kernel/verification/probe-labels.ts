/** The names of the probes on screens and in reports, for customers and for staff, by the name under which the database stores them. */
export const PROBE_LABELS = {
  right: "Correct External ID",
  none: "No External ID",
  random: "Random External ID",
  doubled: "Doubled External ID",
  upper: "Uppercase External ID",
  "near-miss": "One-character-different External ID",
  retired: "Retired External ID",
  retiring: "Previous External ID",
  "outside-principal": "Correct External ID from another AWS account",
  "second-principal": "No External ID from another role of the partner",
} as const;

/** The second probe with the correct External ID, which the database stores under the name of the first. */
export const REPEATED_PROBE_LABEL = `${PROBE_LABELS.right} (repeat)`;

/** The probes with which every run begins. Retired IDs and the optional principals come after them, and the correct External ID again at the end. */
export const FIRST_PROBES = [
  "right",
  "none",
  "random",
  "doubled",
  "upper",
  "near-miss",
] as const satisfies readonly (keyof typeof PROBE_LABELS)[];

/** The number of AssumeRole calls of a run without retired External IDs and optional principals. */
export const CALLS_OF_EVERY_RUN = FIRST_PROBES.length + 1;
