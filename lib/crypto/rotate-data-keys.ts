import { type Resealed, resealRoleArns } from "#db/migrations/reseal-role-arns.ts";
import type { RoleArn } from "#kernel/aws/role-arn.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { type KeyRing, openSealedRoleArn, sealRoleArn } from "./seal-role-arn.ts";

/** A ciphertext that no key of the ring opens in its own row: it was moved or changed, or its key was removed. */
export class CannotOpen extends Error {
  override readonly name = "CannotOpen";
  readonly connectionId: string;

  constructor(connectionId: string, cause: unknown) {
    super(`the sealed ARN of connection ${connectionId} cannot be opened`, { cause });
    this.connectionId = connectionId;
  }
}

/**
 * Seals every stored role ARN under the ring's first key, without downtime. If it is started again, it continues with the rest.
 * Previous keys may be removed from the ring when no pending role ARN and no verification uses them: after an hour and a day.
 * @throws CannotOpen
 */
export function rotateDataKeys(ownerUrl: Secret<string>, ring: KeyRing, onProgress?: (done: number) => void): Promise<Resealed> {
  const current = ring.reveal()[0];
  if (current === undefined) throw new Error("the key ring is empty");
  return resealRoleArns(
    ownerUrl.reveal(),
    current.id,
    ({ customerId, connectionId, externalId, sealed }) => {
      const place = { table: "connections", customerId, connectionId, externalId } as const;
      return sealRoleArn(ring, place, opened(ring, place, sealed));
    },
    onProgress,
  );
}

/** A sealed role ARN, opened. @throws CannotOpen */
export function opened(ring: KeyRing, place: Parameters<typeof openSealedRoleArn>[1], sealed: string): RoleArn {
  try {
    return openSealedRoleArn(ring, place, sealed);
  } catch (error) {
    throw new CannotOpen(place.connectionId, error);
  }
}
