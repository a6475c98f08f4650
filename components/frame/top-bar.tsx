"use client";

import TopNavigation, { type TopNavigationProps } from "@cloudscape-design/components/top-navigation";
import { useRouter } from "next/navigation";
import type { ThemeChoice } from "#components/theme/apply-theme.ts";
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

/** The top bar: partner, customer and signed-in user. */
export function TopBar({ viewer, switchCustomer }: { readonly viewer: ViewerView; readonly switchCustomer?: SwitchCustomer | undefined }) {
  const follow = useFollow();
  const router = useRouter();
  const home = homeOf(viewer);
  const change = async (customerId: string) => {
    const result = await switchCustomer?.({ customerId });
    if (result?.ok === true) router.push(home);
    router.refresh();
  };
  const utilities: TopNavigationProps.Utility[] = [];
  if (viewer.kind === "staff") utilities.push(NO_LOG_ACCESS);
  else if (switchCustomer !== undefined && viewer.customers.length > 1) utilities.push(customerMenu(viewer, change));
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
    title: "Switch customer",
    ariaLabel: `Customer: ${viewer.customerName}`,
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
