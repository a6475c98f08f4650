import styles from "./frame.module.css";

/** Above everything while AWS is a stand-in, so that nobody takes a rehearsal for a proof. */
export function SandboxStrip() {
  return (
    <section aria-label="Sandbox" className={styles["sandbox"]}>
      <strong>Sandbox.</strong> AWS is simulated on this machine. A verification made here does not count in production.
    </section>
  );
}
