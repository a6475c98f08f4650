import Header, { type HeaderProps } from "@cloudscape-design/components/header";
import type { ReactNode } from "react";
import styles from "./page-head.module.css";

interface PageHeadProps {
  readonly variant?: HeaderProps.Variant;
  readonly counter?: string;
  readonly description?: ReactNode;
  /** The page's actions; null or false when there are none. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/**
 * A heading with a description and actions. The buttons are at the right, or on a narrow screen below the description;
 * Cloudscape's header would place them between heading and description.
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
      {actions != null && actions !== false && <div className={styles["actions"]}>{actions}</div>}
    </div>
  );
}
