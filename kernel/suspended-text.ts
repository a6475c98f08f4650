/** Why a suspended customer's logs are not read: the same at the door and where a connection is opened. */
export const READS_STOPPED = "Your company’s access is suspended, so logs can’t be read.";
