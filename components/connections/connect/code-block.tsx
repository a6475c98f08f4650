import { CopyButton } from "#components/ui/copy-button.tsx";
import { PolicyView } from "#components/verification/policy-view.tsx";
import styles from "./create-role.module.css";

interface CodePlateProps {
  readonly text: string;
  readonly title: string;
  /** What the text is called by those who don't see it, where the title alone would not tell it from another. */
  readonly label?: string;
  /** The copy button's accessible name, whole. */
  readonly copy: string;
  readonly marks?: "conditions";
}

/** A text to paste elsewhere, under its title and with its copy button. */
export function CodePlate({ text, title, label = title, copy, marks }: CodePlateProps) {
  return (
    <div className={styles["policy"]}>
      <div>
        <span>{title}</span>
        <CopyButton text={text} name={copy}>
          Copy
        </CopyButton>
      </div>
      <PolicyView policy={text.trimEnd()} label={label} {...(marks === undefined ? {} : { marks })} />
    </div>
  );
}
