import type { ReactNode } from "react";
import { findForStaff } from "#app/(staff)/admin/find/actions.ts";
import { PaletteProvider } from "#components/palette/palette-provider.tsx";

export default function StaffLayout({ children }: { readonly children: ReactNode }) {
  return <PaletteProvider find={findForStaff}>{children}</PaletteProvider>;
}
