import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ListSpec } from "#lib/lists/shared/list-query.ts";
import { isSaved, type ShownView, viewAddress } from "#lib/staff/shared/saved-view.ts";
import { totalText } from "./list-pager.tsx";
import styles from "./views.module.css";

interface ViewChoiceProps {
  readonly views: readonly ShownView[];
  readonly active: ShownView | null;
  readonly spec: ListSpec;
}

const keyOf = (view: ShownView) => (isSaved(view) ? view.id : view.name);

/** The views as links beside each other. */
export function ViewTabs({ views, active, spec }: ViewChoiceProps) {
  return (
    <nav aria-label="Views" className={styles["tabs"]}>
      {views.map((view) => (
        <Link
          key={keyOf(view)}
          href={viewAddress(spec, view)}
          prefetch={false}
          className={styles["tab"]}
          aria-current={view === active ? "page" : undefined}
        >
          {view.name}
          {view.count === null ? null : <span className={styles["count"]}>{totalText(view.count, false)}</span>}
          {isSaved(view) && view.shared ? <span className={styles["shared"]}>shared</span> : null}
        </Link>
      ))}
    </nav>
  );
}

/** The views as a choice, for narrow screens. */
export function ViewSelect({ views, active, spec }: ViewChoiceProps) {
  const router = useRouter();
  const titleOf = (view: ShownView) => (view.count === null ? view.name : `${view.name} (${totalText(view.count, false)})`);
  const optionOf = (view: ShownView) => ({
    value: keyOf(view),
    label: titleOf(view),
    ...(isSaved(view) && view.shared && { description: "Shared" }),
  });
  return (
    <div className={styles["choice"]}>
      <FormField label="View" stretch>
        <Select
          options={views.map(optionOf)}
          selectedOption={active === null ? null : optionOf(active)}
          placeholder="Filters that are not saved"
          onChange={({ detail }) => {
            const chosen = views.find((view) => keyOf(view) === detail.selectedOption.value);
            if (chosen !== undefined) router.push(viewAddress(spec, chosen));
          }}
        />
      </FormField>
    </div>
  );
}
