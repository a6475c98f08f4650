"use client";

import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import type { ReactNode } from "react";

/**
 * The words of Cloudscape's own controls (close, sort, next page …) for everything inside. Only around screens that have such
 * controls: on a page without their styles the provider complains in the console.
 */
export function PortalMessages({ children }: { readonly children: ReactNode }) {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      {children}
    </I18nProvider>
  );
}
