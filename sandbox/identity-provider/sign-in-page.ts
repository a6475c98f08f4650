import { escapeHtml, page } from "#sandbox/aws/console/page.ts";
import { PEOPLE } from "./account-store.ts";

/** The sign-in page: a button for each person of the demo, and a collapsed form for other email addresses. */
export function signInPage(action: string, problem?: string): string {
  const groups = Map.groupBy(PEOPLE, ({ group }) => group);
  const buttons = [...groups].map(
    ([group, people]) => `<fieldset><legend>${escapeHtml(group)}</legend>
${people.map(({ email }) => `<button name="person" value="${escapeHtml(email)}">${escapeHtml(email)}</button>`).join("\n")}
</fieldset>`,
  );
  const main = `<h1>Sign in</h1>
<p>The sandbox's identity provider. Choose a user. No password is needed.</p>
${problem === undefined ? "" : `<p role="alert" class="problem">${escapeHtml(problem)}</p>`}
<form method="post" action="${escapeHtml(action)}" class="people">
${buttons.join("\n")}
</form>
<details${problem === undefined ? "" : " open"}><summary>Someone else</summary>
<form method="post" action="${escapeHtml(action)}" class="fields">
<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="off" required>
<p><label class="check"><input name="verified" type="checkbox" value="yes" checked> Email is verified</label></p>
<button>Sign in</button>
</form></details>
<form method="post" action="${escapeHtml(action)}"><button name="cancel" value="yes" class="quiet">Cancel</button></form>`;
  return page({ title: "Sign in", main });
}

/** The error page for a sign-in that expired, was started in another browser, or has an invalid request. */
export function problemPage(reason: string): string {
  const main = `<h1>This sign-in can’t continue</h1><p>${escapeHtml(reason)}</p><p>Go back to the portal and start again.</p>`;
  return page({ title: "Sign-in", main });
}
