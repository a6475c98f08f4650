"use server";

import { saveThreshold } from "#lib/logs/insights/estimate-query.ts";
import { ThresholdInput } from "#lib/logs/insights/shared/query-inputs.ts";
import { customerAction } from "#lib/request/guards/customer-action.ts";

/** Sets the bytes above which a query of a connection must be confirmed, or removes the threshold. */
export const setQueryThreshold = customerAction(ThresholdInput, ({ actor, input }) => saveThreshold(actor, input), { owner: true });
