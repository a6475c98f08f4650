"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { attempt } from "#components/ui/attempt.ts";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";
import type { FleetConnection } from "#lib/staff/shared/fleet-view.ts";
import { ROTATIONS_AT_ONCE, type RotationReason, type RotationRequested } from "#lib/staff/shared/staff-requests.ts";

export interface RequestRotations {
  readonly customerId: string;
  readonly connectionIds: string[];
  readonly reason: RotationReason;
}

export type RequestRotationsAction = Action<RequestRotations, readonly RotationRequested[]>;

export interface RotationAnswer {
  readonly connection: FleetConnection;
  readonly outcome: RotationRequested["outcome"];
}

/** Requests of rotations, sent in batches of one customer each; `done` after the last batch. */
export interface Rotations {
  readonly state: "idle" | "running" | "done";
  readonly answers: readonly RotationAnswer[];
  readonly failure: Failure | null;
  start(connections: readonly FleetConnection[], reason: RotationReason): Promise<void>;
  clear(): void;
}

export function useRotations(request: RequestRotationsAction): Rotations {
  const router = useRouter();
  const running = useRef(false);
  const [state, setState] = useState<Rotations["state"]>("idle");
  const [answers, setAnswers] = useState<readonly RotationAnswer[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function start(connections: readonly FleetConnection[], reason: RotationReason): Promise<void> {
    // The state is as old as the last render. Without the ref, a double click would request everything twice.
    if (running.current || state !== "idle") return;
    running.current = true;
    setState("running");
    for (const batch of batchesOf(connections)) {
      const connectionIds = batch.map(({ id }) => id);
      const result = await attempt(
        () => request({ customerId: batch[0]?.customerId ?? "", connectionIds, reason }),
        "The portal did not respond. Rotations that are not listed here may not have been requested. Check the connections, then try again.",
      );
      if (!result.ok) {
        setFailure(result);
        break;
      }
      const came = batch.flatMap((connection) => {
        const answer = result.value.find(({ connectionId }) => connectionId === connection.id);
        return answer === undefined ? [] : [{ connection, outcome: answer.outcome }];
      });
      setAnswers((all) => [...all, ...came]);
    }
    running.current = false;
    setState("done");
    router.refresh();
  }
  return {
    state,
    answers,
    failure,
    start,
    clear() {
      setState("idle");
      setAnswers([]);
      setFailure(null);
    },
  };
}

/** Splits the connections into batches of one customer each, no larger than the limit of one request. */
function batchesOf(connections: readonly FleetConnection[]): readonly (readonly FleetConnection[])[] {
  const ofCustomers = Object.values(Object.groupBy(connections, ({ customerId }) => customerId));
  return ofCustomers.flatMap((all = []) =>
    Array.from({ length: Math.ceil(all.length / ROTATIONS_AT_ONCE) }, (_, n) =>
      all.slice(n * ROTATIONS_AT_ONCE, (n + 1) * ROTATIONS_AT_ONCE),
    ),
  );
}
