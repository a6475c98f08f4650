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
