import type { Metadata } from "next";
import { retryFailedJob } from "#app/(staff)/admin/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { FailedJobsScreen } from "#components/staff/dashboard/failed-jobs-screen.tsx";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { findFailedJobs } from "#lib/staff/find-failed-jobs.ts";

export const metadata: Metadata = { title: "Failed jobs" };

export default staffPage(undefined, async ({ actor, viewer }) => (
  <PortalFrame viewer={viewer} active="failures" crumbs={[{ text: "Failed jobs" }]}>
    <FailedJobsScreen jobs={await findFailedJobs(actor)} now={Date.now()} mayAct={actor.role !== "support"} retry={retryFailedJob} />
  </PortalFrame>
));
