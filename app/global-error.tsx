"use client";

/** Replaces the whole document after an error, so it imports nothing that could have caused the error. */
export default function GlobalError({ error }: { readonly error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Unexpected error</title>
        <h1>Unexpected error</h1>
        <p>
          {error.digest
            ? `Reload the page. If the error repeats, contact support with this reference: ${error.digest}.`
            : "Reload the page."}
        </p>
      </body>
    </html>
  );
}
