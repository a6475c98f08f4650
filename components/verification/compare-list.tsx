/** What a person may compare when a role doesn't open. AWS gives one answer for all of these, so neither can we tell. */
export function CompareList({ partnerAccountIds }: { readonly partnerAccountIds: readonly string[] }) {
  return (
    <div className="small">
      <p style={{ marginBlock: "0 8px" }}>AWS returns the same error in all of these cases:</p>
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        <li>The role doesn’t exist: the ARN has a typo, or the stack was rolled back</li>
        <li>
          The role trusts an account other than <span className="mono">{partnerAccountIds.join(" or ")}</span>
        </li>
        <li>The role requires an External ID other than the one above</li>
        <li>A policy of your organization (SCP or RCP) denies the call</li>
      </ul>
    </div>
  );
}
