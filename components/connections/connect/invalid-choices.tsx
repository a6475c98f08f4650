import connect from "./connect.module.css";

/** Stands in a way's place while a choice above can't be: no text is made of what AWS would refuse. */
export function UnsoundChoices() {
  return <p className={connect["note"]}>One of the settings above is not valid. Correct it to see the instructions.</p>;
}
