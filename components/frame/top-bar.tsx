"use client";

import TopNavigation, { type TopNavigationProps } from "@cloudscape-design/components/top-navigation";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { isMac } from "#components/palette/use-palette.ts";
import type { ThemeChoice } from "#components/theme/apply-theme.ts";
import { forgetFragment } from "#components/ui/kept-fragment.ts";
import type { Action } from "#kernel/action.ts";
import type { CustomerViewer, ViewerView } from "#lib/sign-in/shared/viewer-view.ts";
import { homeOf } from "./sections.ts";
import { useFollow } from "./use-follow.ts";
import { useTheme } from "./use-theme.ts";

export type SwitchCustomer = Action<{ customerId: string }, unknown>;

const THEMES: readonly { choice: ThemeChoice; text: string }[] = [
  { choice: "light", text: "Light" },
  { choice: "dark", text: "Dark" },
  { choice: "system", text: "System" },
];

/** Switches to another customer and opens its start page. */
export function useSwitchCustomer(viewer: ViewerView, switchCustomer: SwitchCustomer | undefined): (customerId: string) => void {
  const router = useRouter();
  const change = async (customerId: string) => {
    const result = await switchCustomer?.({ customerId });
    if (result?.ok === true) router.push(homeOf(viewer));
    router.refresh();
  };
  return (customerId) => void change(customerId);
}

interface TopBarProps {
  readonly viewer: ViewerView;
  /** Null where customers can't be switched. */
  readonly onSwitch: ((customerId: string) => void) | null;
  /** Opens the command palette; null where there is none. */
  readonly onSearch: (() => void) | null;
}

/** The top bar: search, partner, customer and signed-in user. */
export function TopBar({ viewer, onSwitch, onSearch }: TopBarProps) {
  const follow = useFollow();
  const home = homeOf(viewer);
  const search = useSearchButton();
  const utilities: TopNavigationProps.Utility[] = [];
  if (onSearch !== null) utilities.push({ ...search, onClick: onSearch });
  if (viewer.kind === "staff") utilities.push(NO_LOG_ACCESS);
  else if (onSwitch !== null && viewer.customers.length > 1) utilities.push(customerMenu(viewer, onSwitch));
  return (
    <TopNavigation
      identity={{
        href: home,
        title: "Sallyport",
        logo: { src: "/logo.svg", alt: "Home" },
        onFollow: (event) => follow({ detail: { href: home }, preventDefault: () => event.preventDefault() }),
      }}
      utilities={[...utilities, usePersonMenu(viewer)]}
    />
  );
}

/** The button that opens the command palette, with its shortcut. */
function useSearchButton() {
  const [keys, setKeys] = useState("Ctrl+K");
  useEffect(() => setKeys(isMac() ? "⌘K" : "Ctrl+K"), []);
  const text = `Search (${keys})`;
  return { type: "button", iconName: "search", text, ariaLabel: text, disableUtilityCollapse: true } as const;
}

const NO_LOG_ACCESS: TopNavigationProps.Utility = {
  type: "button",
  iconName: "lock-private",
  text: "Staff: no access to logs",
  ariaLabel: "Staff: no access to logs",
  href: "/admin/audit",
  disableUtilityCollapse: true,
};

function customerMenu(viewer: CustomerViewer, change: (customerId: string) => void): TopNavigationProps.Utility {
  return {
    type: "menu-dropdown",
    text: viewer.customerName,
    title: "Switch company",
    ariaLabel: `Company: ${viewer.customerName}`,
    disableTextCollapse: true,
    items: viewer.customers.map(({ id, name }) => ({
      id,
      text: name,
      itemType: "checkbox",
      checked: id === viewer.customerId,
    })),
    onItemClick: ({ detail }) => change(detail.id),
  };
}

function usePersonMenu(viewer: ViewerView): TopNavigationProps.Utility {
  const [theme, setTheme] = useTheme();
  return {
    type: "menu-dropdown",
    iconName: "user-profile",
    text: viewer.email,
    ariaLabel: viewer.email,
    description: viewer.kind === "staff" ? `Staff, ${viewer.role}` : `${viewer.customerName}, ${viewer.role}`,
    items: [
      {
        id: "theme",
        text: "Theme",
        items: THEMES.map(({ choice, text }) => ({ id: choice, text, itemType: "checkbox", checked: choice === theme })),
      },
      { id: "sessions", text: "Sign-in sessions", href: viewer.kind === "staff" ? "/admin/sessions" : "/settings/sessions" },
      { id: "sign-out", text: "Sign out" },
    ],
    onItemClick: ({ detail }) => {
      const chosen = THEMES.find(({ choice }) => choice === detail.id);
      if (chosen !== undefined) setTheme(chosen.choice);
      else if (detail.id === "sign-out") void signOut().catch(() => window.location.assign("/sign-in"));
    },
  };
}

/**
 * Signs the user out: fetches the CSRF token, then posts it as a form, so that the browser follows the redirect to the
 * sign-in page.
 * @throws when the portal does not answer
 */
async function signOut(): Promise<void> {
  forgetFragment();
  const answer = await fetch("/api/auth/csrf");
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/api/auth/signout";
  for (const [name, value] of Object.entries({ csrfToken, callbackUrl: "/sign-in" })) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}
