import styles from "./gates.module.css";

/**
 * The state of the illustration with two gates. The left gate is the correct External ID and must open; the right gate
 * is every other one and must stay closed. `connected`: left open, right closed. `rejected`: both open. `refused`: both
 * closed. `opened`: left open, right unknown. `unknown`: both unknown.
 */
export type GatesState = "connected" | "rejected" | "refused" | "opened" | "unknown";
export type Tone = "good" | "bad" | "warn" | "info" | "plain";

type Leaf = "open" | "shut" | "unknown";

const LEAVES: Readonly<Record<GatesState, readonly [left: Leaf, right: Leaf]>> = {
  connected: ["open", "shut"],
  rejected: ["open", "open"],
  refused: ["shut", "shut"],
  opened: ["open", "unknown"],
  unknown: ["unknown", "unknown"],
};

/** The product's only illustration. Hidden from screen readers, because the text beside it says the same. */
export function Gates({ state, tone, height = 52 }: { readonly state: GatesState; readonly tone: Tone; readonly height?: number }) {
  const [left, right] = LEAVES[state];
  return (
    <svg className={styles[tone]} width={(height * 56) / 68} height={height} viewBox="0 0 56 68" fill="none" aria-hidden="true">
      <path d="M4 66V28a24 24 0 0 1 48 0v38" strokeWidth="4.5" strokeLinecap="round" />
      <path className={styles["seam"]} d="M28 12v52" strokeWidth="2.4" strokeDasharray="3.5 4.5" />
      <GateLeaf leaf={left} />
      <g transform="matrix(-1 0 0 1 56 0)">
        <GateLeaf leaf={right} />
      </g>
    </svg>
  );
}

function GateLeaf({ leaf }: { readonly leaf: Leaf }) {
  if (leaf === "open") return <path className={styles["ajar"]} d="M12 66V34l9.5-8v40" strokeWidth="3.2" strokeLinejoin="round" />;
  return (
    <path
      className={leaf === "shut" ? styles["shut"] : styles["pale"]}
      d="M12 66V34M17.5 66V28M23 66V24"
      strokeWidth="3.2"
      strokeLinecap="round"
    />
  );
}
