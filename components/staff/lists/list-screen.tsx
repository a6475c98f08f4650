"use client";

import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { ExportButton } from "./export-button.tsx";
import { StaffList, type StaffListProps } from "./staff-list.tsx";

type ListScreenProps<Row> = StaffListProps<Row> & {
  readonly title: string;
  readonly description: string;
  /** Between the heading and the list; null for nothing. */
  readonly children?: ReactNode;
};

/** A page that is one list: its heading with the export, and the list. */
export function ListScreen<Row>({ title, description, children, ...list }: ListScreenProps<Row>) {
  return (
    <SpaceBetween size="m">
      <PageHead description={description} actions={<ExportButton spec={list.spec} query={list.view.query} />}>
        {title}
      </PageHead>
      {children}
      <StaffList {...list} />
    </SpaceBetween>
  );
}
