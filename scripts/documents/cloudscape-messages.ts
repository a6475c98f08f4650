import messages from "@cloudscape-design/components/i18n/messages/all.en";

/** Components that the portal does not use, also not within others. Their texts are a half of all, and each page loads the texts. */
export const UNUSED = [
  ...[
    "[charts]",
    "annotation-context",
    "area-chart",
    "attribute-editor",
    "cards",
    "code-editor",
    "collection-preferences",
    "file-token-group",
  ],
  ...["file-upload", "list", "pie-chart", "prompt-input", "s3-resource-selector", "slider", "split-panel", "tag-editor", "tree-view"],
  ...["tutorial-panel", "wizard"],
] as const;

/** Components that some pages have, which load these texts themselves. */
const OF_SOME_PAGES = ["date-range-picker", "property-filter"] as const;

type Messages = typeof messages;

/** The files of components/theme/messages, by name: the texts of Cloudscape's components in English. */
export function messageFiles(): ReadonlyMap<string, Messages> {
  const all = Object.entries(messages).flatMap(([library, languages]) =>
    Object.entries(languages).map(([language, components]) => ({ library, language, components })),
  );
  const some = (isWanted: (component: string) => boolean): Messages =>
    Object.fromEntries(
      all.map(({ library, language, components }) => [
        library,
        { [language]: Object.fromEntries(Object.entries(components).filter(([component]) => isWanted(component))) },
      ]),
    );
  const left: readonly string[] = [...UNUSED, ...OF_SOME_PAGES];
  return new Map([
    ["every-page.json", some((component) => !left.includes(component))],
    ...OF_SOME_PAGES.map((only) => [`${only}.json`, some((component) => component === only)] as const),
  ]);
}
