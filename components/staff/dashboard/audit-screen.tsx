"use client";

import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRouter } from "next/navigation";
import { PageHead } from "#components/frame/page-head.tsx";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import { OlderLinks } from "#components/ui/table/older-links.tsx";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import type { AuditRow, AuditView } from "#lib/staff/shared/fleet-view.ts";
import { eventWords } from "./event-words.ts";

const ALL_CHAINS = { value: "", label: "All customers and the partner" };

/** The newest audit events of all customers or of one. The filter is part of the URL, so that it can be shared. */
export function AuditScreen({ audit }: { audit: AuditView }) {
  const router = useRouter();
  const options = [ALL_CHAINS, ...audit.customers.map(({ id, name }) => ({ value: id, label: name }))];
  const older = new URLSearchParams({
    ...(audit.customerId === null ? {} : { customer: audit.customerId }),
    ...(audit.before === null ? {} : { before: audit.before }),
  });
  return (
    <SpaceBetween size="m">
      <PageHead
        description={
          <>
            Append-only and tamper-evident: one hash chain for each customer. <span className="mono">sallyport audit verify</span> checks
            them.
          </>
        }
      >
        Audit log
      </PageHead>
      <DataTable
        wrapLines
        label="Audit events"
        items={audit.events}
        trackBy={(row) => `${row.chain}/${row.seq}`}
        columnDefinitions={COLUMNS}
        filter={
          <FormField label="Customer">
            <Select
              options={options}
              selectedOption={options.find(({ value }) => value === (audit.customerId ?? "")) ?? ALL_CHAINS}
              filteringType={options.length > 10 ? "auto" : "none"}
              onChange={({ detail }) =>
                router.push(detail.selectedOption.value ? `/admin/audit?customer=${detail.selectedOption.value}` : "/admin/audit")
              }
            />
          </FormField>
        }
        footer={audit.before === null ? null : <OlderLinks newest={null} older={`/admin/audit?${older}`} />}
        empty="No events yet."
      />
    </SpaceBetween>
  );
}

const COLUMNS: Columns<AuditRow> = [
  { id: "at", header: "Time (UTC)", minWidth: 190, cell: ({ at }) => utcMoment(at).replace(" UTC", "") },
  { id: "event", header: "Event", minWidth: 150, isRowHeader: true, cell: ({ event }) => eventWords(event) },
  { id: "subject", header: "Details", cell: ({ subject }) => subject },
  { id: "actor", header: "Actor", cell: ({ actor }) => actor },
  { id: "chain", header: "Customer", cell: ({ chainName }) => chainName },
  { id: "seq", header: "No.", cell: ({ seq }) => seq },
];
