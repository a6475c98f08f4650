"use client";

import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import type { ReactNode } from "react";

/**
 * English texts for Cloudscape's built-in controls (close, sort, next page …). Use it only around screens with such
 * controls: on a page without their styles the provider logs a console error.
 */
export function PortalMessages({ children }: { readonly children: ReactNode }) {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      {children}
    </I18nProvider>
  );
}
