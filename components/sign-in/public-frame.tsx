import type { ReactNode } from "react";
import { Gates } from "#components/gates/gates.tsx";
import styles from "./public-frame.module.css";

const PROMISES = [
  { lead: "Your role, our External ID.", rest: "Made for one connection, never chosen, never reused." },
  { lead: "Tested live, both ways.", rest: "Your role must open for the right ID and refuse every other one we try." },
  { lead: "A receipt for every test.", rest: "AWS request IDs you can look up, again every 12 hours." },
];

/** What everybody sees before they are let in: the form at the left, the two gates and three promises at the right. */
export function PublicFrame({ children, foot }: { readonly children: ReactNode; readonly foot?: ReactNode }) {
  return (
    <div className={styles["frame"]}>
      <div className={styles["side"]}>
        <header className={styles["brand"]}>
          <Gates state="connected" tone="plain" height={24} /> Sallyport
        </header>
        <main className={styles["main"]}>{children}</main>
        <footer className={styles["foot"]}>{foot}</footer>
      </div>
      <aside className={styles["promises"]} aria-label="What Sallyport does">
        <div className={styles["gates"]}>
          <Gates state="connected" tone="info" height={112} />
        </div>
        <h2 className={styles["claim"]}>Two gates stand between us and your AWS account. We prove that both hold.</h2>
        <ul className={styles["list"]}>
          {PROMISES.map(({ lead, rest }) => (
            <li key={lead}>
              <strong>{lead}</strong> {rest}
            </li>
          ))}
        </ul>
      </aside>
    </div>
  );
}
