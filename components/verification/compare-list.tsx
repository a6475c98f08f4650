/** What a person may compare when a role doesn't open. AWS gives one answer for all of these, so neither can we tell. */
export function CompareList({ partnerAccountIds }: { readonly partnerAccountIds: readonly string[] }) {
  return (
    <div className="small">
      <p style={{ marginBlock: "0 8px" }}>AWS gives one answer for all of these, so we can’t tell which it is.</p>
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        <li>The ARN names a role that doesn’t exist: a typing slip, or the stack rolled back</li>
        <li>
          The role trusts another account than <span className="mono">{partnerAccountIds.join(" or ")}</span>
        </li>
        <li>The role asks for another External ID than the one above</li>
        <li>A policy of your organisation (SCP or RCP) denies it</li>
      </ul>
    </div>
  );
}
