"use client";

import styles from "./parameter-fields.module.css";
import { ParameterFields } from "./parameter-fields.tsx";
import type { ParameterValues } from "./use-parameters.ts";

interface ParametersBarProps {
  readonly parameters: ParameterValues;
  readonly onRun: () => void;
}

/** Below the editor: the parameters of its query. Renders nothing for a query without parameters. */
export function ParametersBar({ parameters, onRun }: ParametersBarProps) {
  const { list, problem } = parameters;
  if (list.length === 0) return null;
  return (
    <div className={styles["bar"]}>
      {problem === null ? (
        <ParameterFields label="Parameters" {...{ list, parameters, onRun }} />
      ) : (
        <p role="alert" className={styles["problem"]}>
          {problem}
        </p>
      )}
    </div>
  );
}
