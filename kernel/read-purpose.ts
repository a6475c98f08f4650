/** What a person did that needed a role session. One session serves what follows for most of an hour. */
export const READ_PURPOSES = ["list-groups", "list-streams", "search", "download", "tail"] as const;
export type ReadPurpose = (typeof READ_PURPOSES)[number];
