import Header, { type HeaderProps } from "@cloudscape-design/components/header";
import type { ReactNode } from "react";
import styles from "./page-head.module.css";

interface PageHeadProps {
  readonly variant?: HeaderProps.Variant;
  readonly counter?: string;
  readonly description?: ReactNode;
  /** What can be done; null or false where there is nothing. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/**
 * A heading, what it means, and what can be done there: buttons at its right, and on a narrow screen below the words,
 * where the library's own header would put them between the two.
 */
export function PageHead({ variant = "h1", counter, description, actions, children }: PageHeadProps) {
  return (
    <div className={styles["head"]}>
      <div className={styles["title"]}>
        <Header variant={variant} {...(counter === undefined ? {} : { counter })}>
          {children}
        </Header>
      </div>
      {description !== undefined && <div className={styles["says"]}>{description}</div>}
      {actions != null && actions !== false && <div className={styles["acts"]}>{actions}</div>}
    </div>
  );
}
