"use client";

/** Stands in for the whole document, so it uses nothing that could have been what broke. */
export default function GlobalError({ error }: { readonly error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong</title>
        <h1>Something went wrong on our side</h1>
        <p>{error.digest ? `Reload the page. If it stays like this, tell us this reference: ${error.digest}.` : "Reload the page."}</p>
      </body>
    </html>
  );
}
