/**
 * Ends the session: asks for the token that ties the request to this browser, then posts it as a form, so that the
 * browser itself follows to the sign-in page. Throws when the portal doesn't answer.
 */
export async function signOut(): Promise<void> {
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
