import { z } from "zod";
import { LONGEST_PALETTE_TEXT, MOST_RECENT, PALETTE_KINDS } from "./palette-view.ts";

/** The text that a person typed; if it is empty, what they opened before is looked up. Apart from the view, because browsers need no schema. */
export const PaletteInput = z.strictObject({
  // Postgres has no text with a NUL character.
  text: z
    .string()
    .max(LONGEST_PALETTE_TEXT)
    .transform((text) => text.replaceAll("\0", "").trim()),
  recent: z.array(z.strictObject({ kind: z.enum(PALETTE_KINDS), id: z.uuid().toLowerCase() })).max(MOST_RECENT),
});
export type PaletteInput = z.output<typeof PaletteInput>;
