import type { ReactNode } from "react";
import { findInPortal } from "#app/(customer)/find/actions.ts";
import { PaletteProvider } from "#components/palette/palette-provider.tsx";

export default function CustomerLayout({ children }: { readonly children: ReactNode }) {
  return <PaletteProvider find={findInPortal}>{children}</PaletteProvider>;
}
