import { z } from "zod";
import { ConnectionId } from "#kernel/ids.ts";
import { logGroup, region } from "#lib/logs/shared/log-inputs.ts";

/** The words of the log page's address that a kept search may have; what they mean is the page's to read. */
const words = z.strictObject({
  region,
  group: z.string().max(512).optional(),
  q: z.string().max(1024).optional(),
  range: z.string().max(64).optional(),
  streams: z.string().max(2048).optional(),
  also: z.string().max(2400).optional(),
  columns: z.string().max(1024).optional(),
  order: z.literal("oldest").optional(),
});

/** What keeping a search takes, strictly. */
export const SaveSearchInput = z.strictObject({ connectionId: ConnectionId, name: z.string().max(1000), words });
export type SaveSearchInput = z.infer<typeof SaveSearchInput>;

export const DeleteSavedSearchInput = z.strictObject({ id: z.uuid() });

/** What a star beside a log group takes, strictly. */
export const FavouriteInput = z.strictObject({ connectionId: ConnectionId, region, logGroup, favourite: z.boolean() });
export type FavouriteInput = z.infer<typeof FavouriteInput>;
