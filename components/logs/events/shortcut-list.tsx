const KEYS: readonly (readonly [string, string])[] = [
  ["↑ ↓", "Previous or next row (also k and j)"],
  ["Page Up, Page Down", "20 rows up or down"],
  ["Home, End", "First or last row"],
  ["Enter", "Open or close the row"],
  ["e, Shift+e", "Next or previous error"],
  ["f", "Find in loaded events (Enter: next, Shift+Enter: previous)"],
  ["w", "Turn line wrapping on or off"],
  ["/", "Go to the search field"],
  ["?", "Show keyboard shortcuts"],
];

/** What each key does. */
export function ShortcutList() {
  return (
    <dl>
      {KEYS.map(([key, does]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
