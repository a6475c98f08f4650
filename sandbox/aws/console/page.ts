/** Escapes text for an HTML element or a quoted attribute. */
export function escapeHtml(text: string): string {
  const safe: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => safe[character] ?? "");
}

/** An HTML page of the sandbox. `main` is escaped HTML; `script` is the name of a module in the browser folder. */
export function page({ title, main, script }: { title: string; main: string; script?: string }): string {
  const brand =
    script === undefined
      ? "Sandbox <span>simulates AWS, the identity provider, and email</span>"
      : "Sandbox console <span>simulates the AWS console</span>";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Sandbox</title>
<link rel="stylesheet" href="/console/assets/console.css">
<link rel="icon" href="data:,">
${script === undefined ? "" : `<script type="module" src="/console/assets/${escapeHtml(script)}"></script>`}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header>
<p class="brand">${brand}</p>
<nav aria-label="Sandbox"><a href="/console/cloudformation/home">Stacks</a> <a href="/console/iam/roles">Roles</a> <a href="/mail">Mailbox</a></nav>
</header>
<main id="main" tabindex="-1">
${main}
</main>
</body>
</html>
`;
}
