"use client";

import { I18nProvider, type I18nProviderProps } from "@cloudscape-design/components/i18n";
import type { ReactNode } from "react";
import everyPage from "./messages/every-page.json";
import { setServerFlags } from "./server-flags.ts";

// Here, because every page with Cloudscape's components has these messages around them.
setServerFlags();

interface PortalMessagesProps {
  readonly children: ReactNode;
  /** The texts of a component that only some pages have; they are added to those of the page. */
  readonly messages?: I18nProviderProps.Messages;
}

/**
 * English texts for Cloudscape's built-in controls (close, sort, next page …). Use it only around screens with such
 * controls: on a page without their styles the provider logs a console error.
 */
export function PortalMessages({ children, messages = everyPage }: PortalMessagesProps) {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      {children}
    </I18nProvider>
  );
}
