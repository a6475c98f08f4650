import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { NewVersionNotice } from "#components/new-version/new-version-notice.tsx";
import { DARK_CLASS, THEME_COOKIE, themeChoiceOf } from "#components/theme/apply-theme.ts";
import "#components/theme/global-styles.css";
import "#components/theme/fonts.css";
import "#components/theme/portal.css";

export const metadata: Metadata = {
  title: { default: "Sallyport", template: "%s · Sallyport" },
  icons: { icon: "/icon.svg" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

/** Every page is rendered for one request: the content security policy has a nonce, and each person sees their own data. */
export const dynamic = "force-dynamic";

/** React escapes quotes and ampersands inside a script, so this one has none. It runs before the first paint. */
const FOLLOW_THE_SYSTEM = `if (matchMedia(\`(prefers-color-scheme: dark)\`).matches) document.body.classList.add(\`${DARK_CLASS}\`)`;

const FIRST_FONTS = ["/fonts/open-sans-400.woff2", "/fonts/open-sans-700.woff2"];

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = themeChoiceOf((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = /'nonce-([^']+)'/.exec((await headers()).get("content-security-policy") ?? "")?.[1];
  return (
    <html lang="en">
      <head>
        {FIRST_FONTS.map((href) => (
          <link key={href} rel="preload" as="font" type="font/woff2" href={href} crossOrigin="anonymous" />
        ))}
      </head>
      <body className={theme === "dark" ? DARK_CLASS : ""} suppressHydrationWarning>
        {theme === "system" && (
          <script nonce={nonce} suppressHydrationWarning>
            {FOLLOW_THE_SYSTEM}
          </script>
        )}
        {children}
        {/* biome-ignore lint/style/noProcessEnv: Next.js replaces it by a constant */}
        <NewVersionNotice build={process.env["NEXT_DEPLOYMENT_ID"]} />
      </body>
    </html>
  );
}
