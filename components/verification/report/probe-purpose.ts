const PURPOSES: Readonly<Record<string, string>> = {
  right: "The External ID of this connection. AWS must allow it.",
  "right-again": "The same call again, sent last. If AWS allows it again, the denials in between are real.",
  none: "No External ID. Allowed if the trust policy has no condition, or a condition that applies only when an External ID is sent.",
  random:
    "A new External ID in the portal’s format that belongs to nobody. Allowed if the trust policy accepts any External ID, or any that starts like the portal’s.",
  doubled: "The correct External ID twice, joined by a period. Allowed if the trust policy has a wildcard before or after it.",
  upper: "The correct External ID in uppercase. Allowed if the trust policy ignores case.",
  "near-miss": "The correct External ID with a different last character. Allowed if the trust policy compares only the beginning.",
  retired: "A retired External ID of this customer. Allowed if the trust policy still lists it.",
  retiring: "The External ID before the last rotation. The role can accept it until one week after the switch.",
  "outside-principal": "The correct External ID, sent from another AWS account. Allowed if the trust policy trusts every account.",
  "second-principal":
    "No External ID, sent from another role of the partner. Allowed if the trust policy trusts a role without the condition.",
};

/** What a probe is and which hole it alone shows, for somebody who has never heard of it. */
export function probePurpose(name: string): string {
  return PURPOSES[name.replace(/-[1-6]$/, "")] ?? "";
}
