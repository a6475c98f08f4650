const PURPOSES: Readonly<Record<string, string>> = {
  right: "The connection’s own External ID. The role must open for it.",
  "right-again": "The same once more, last. That it opens again shows that the refusals between were real.",
  none: "No External ID at all. Gets in where the condition is missing, or holds only when an ID is sent.",
  random: "A fresh ID of our format that belongs to nobody. Gets in where any ID will do, or any that begins like ours.",
  doubled: "The right ID twice, joined by a full stop. Gets in where a wildcard stands before or after it.",
  upper: "The right ID in capital letters. Gets in where upper and lower case are not told apart.",
  "near-miss": "The right ID with another last character. Gets in where its beginning alone is compared.",
  retired: "An ID that this customer had before. Gets in where a list still holds it.",
  retiring: "The ID before the last rotation. It may open until a week after the switch.",
  "outside-principal": "The right ID, sent from another AWS account. Gets in where anybody is trusted.",
  "second-principal": "No ID, sent from another role of the partner. Gets in where a single role is trusted without the condition.",
};

/** What a probe is and which hole it alone shows, for somebody who has never heard of it. */
export function probePurpose(name: string): string {
  return PURPOSES[name.replace(/-[1-6]$/, "")] ?? "";
}
