import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";

export interface NextStep {
  readonly text: string;
  readonly href: string;
}

/** What a person does next with a connection, by its status: the last column of the list. */
export function nextStep({ id, status, suspended, cannotReadLogs, provedAt }: ConnectionView): NextStep {
  const page = `/connections/${id}`;
  switch (status) {
    case "draft":
      return { text: "Continue", href: `${page}/connect` };
    case "checking":
      return { text: "View progress", href: provedAt === null ? `${page}/connect` : page };
    case "connected":
      return cannotReadLogs ? { text: "See why", href: page } : { text: "Browse logs", href: `${page}/logs` };
    case "disabled":
      return { text: suspended ? "View details" : "Enable", href: page };
    case "removed":
      return { text: "View reports", href: page };
    case "not_proven":
    case "refused":
    case "quarantined":
      return { text: "See why", href: page };
  }
}
