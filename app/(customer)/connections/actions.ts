"use server";

import { z } from "zod";
import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { disableConnection as disable, removeConnection as remove } from "#lib/connections/lifecycle/remove-connection.ts";
import { RoleChoicesInput, renameConnection as rename, saveChoices as save } from "#lib/connections/lifecycle/save-choices.ts";
import { startConnection as start } from "#lib/connections/lifecycle/start-connection.ts";
import { cancelRotation as cancel, startRotation as rotate } from "#lib/connections/rotation/start-rotation.ts";
import { customerAction } from "#lib/request/guards/customer-action.ts";
import { refreshPages } from "#lib/request/pages/refresh-pages.ts";

export const startConnection = customerAction(z.strictObject({}), ({ actor }) => refreshPages(start(actor, appContextOf(webEnv()))), {
  owner: true,
});

export const renameConnection = customerAction(
  z.strictObject({ connectionId: ConnectionId, name: z.string().max(1000) }),
  ({ actor, input }) => refreshPages(rename(actor, input.connectionId, input.name)),
  { owner: true },
);

export const saveChoices = customerAction(
  z.strictObject({ connectionId: ConnectionId, choices: RoleChoicesInput }),
  ({ actor, input }) => refreshPages(save(actor, appContextOf(webEnv()), input.connectionId, input.choices)),
  { owner: true },
);

export const disableConnection = customerAction(
  z.strictObject({ connectionId: ConnectionId }),
  ({ actor, input }) => disable(actor, input.connectionId),
  { owner: true },
);

export const removeConnection = customerAction(
  z.strictObject({ connectionId: ConnectionId }),
  ({ actor, input }) => refreshPages(remove(actor, input.connectionId)),
  { owner: true },
);

export const startRotation = customerAction(
  z.strictObject({ connectionId: ConnectionId }),
  ({ actor, input }) => rotate(actor, { customerId: actor.customerId, connectionId: input.connectionId }),
  { owner: true },
);

export const cancelRotation = customerAction(
  z.strictObject({ connectionId: ConnectionId }),
  ({ actor, input }) => cancel(actor, input.connectionId),
  { owner: true },
);
