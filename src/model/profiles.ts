/** The readings of the cluster that a scenario may name, the oldest first. The only list of them. */
export const PROFILES = ['whitepaper', 'asterisk-1.2', 'asterisk-16', 'asterisk-22'] as const;

export type ProfileName = (typeof PROFILES)[number];
