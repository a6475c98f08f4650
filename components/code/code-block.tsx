import { CopyButton } from "#components/ui/copy-button.tsx";
import styles from "./code-block.module.css";
import { PolicyView } from "./policy-view.tsx";

interface CodeBlockProps {
  readonly text: string;
  readonly title: string;
  /** The accessible name of the text, needed where the title is not unique. */
  readonly label?: string;
  /** The copy button's complete accessible name. */
  readonly copy: string;
  readonly marks?: "conditions";
}

/** A text to paste elsewhere, with its title and a copy button. */
export function CodeBlock({ text, title, label = title, copy, marks }: CodeBlockProps) {
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
