import Container from "@cloudscape-design/components/container";
import type { ReactNode } from "react";
import styles from "./connect.module.css";

interface NumberedStepProps {
  readonly number: number;
  readonly title: string;
  readonly state: "now" | "later";
  readonly extra?: ReactNode;
  readonly children: ReactNode;
}

/** One of the three steps of connecting. The number is for the eye; the heading's name is the title alone. */
export function NumberedStep({ number, title, state, extra, children }: NumberedStepProps) {
  return (
    <Container>
      <div className={styles["stepHead"]}>
        <span aria-hidden="true" className={`${styles["number"]} ${styles[state]}`}>
          {number}
        </span>
        <h2>{title}</h2>
        {extra}
      </div>
      {children}
    </Container>
  );
}
