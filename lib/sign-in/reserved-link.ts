/** How the place of a link that is about to be written begins. No link is ever equal to it: theirs are hex digits. */
export const RESERVED_LINK = "reserved:";
