"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Action } from "#kernel/action.ts";
import type { PaletteInput } from "#kernel/palette/palette-input.ts";
import type { PaletteAnswer } from "#kernel/palette/palette-view.ts";

export type FindInPortal = Action<PaletteInput, PaletteAnswer>;

const Find = createContext<FindInPortal | null>(null);

/** Gives the frames of all pages below it the action that searches for the command palette. A layout has it, so that no page needs to pass it. */
export function PaletteProvider({ find, children }: { readonly find: FindInPortal; readonly children: ReactNode }) {
  return <Find value={find}>{children}</Find>;
}

/** The action that searches; null on pages without a palette. */
export const useFindInPortal = (): FindInPortal | null => useContext(Find);
