import Alert from "@cloudscape-design/components/alert";
import { READS_STOPPED } from "#kernel/result.ts";

/** In place of the logs and queries of a suspended customer. */
export function AccessSuspended() {
  return (
    <Alert type="warning" statusIconAriaLabel="Warning" header="Suspended: logs are not available">
      {READS_STOPPED}
    </Alert>
  );
}
