import connect from "./connect.module.css";

/** Stands in a way's place while a choice above can't be: no text is made of what AWS would refuse. */
export function UnsoundChoices() {
  return <p className={connect["note"]}>One of the choices above can’t be. Put it right, and what to copy stands here again.</p>;
}
