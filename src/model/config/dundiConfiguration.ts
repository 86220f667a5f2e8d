/** dundi.conf. */
export interface DundiConfig {
  /** False when the server has no dundi.conf: it neither asks nor answers. */
  readonly enabled: boolean;
  /** Lower case, `02:03:af:b7:ff:37`. */
  readonly entityId: string;
  /** Seconds. */
  readonly cacheTime: number;
  readonly ttl: number;
  /** Milliseconds; 0 is off, `yes` is 2000. */
  readonly autokillMs: number;
  readonly storeHistory: boolean;
  /** Over which channel driver a switch calls a SIP destination (rule switchNeedsEndpoint). */
  readonly outgoingSipTech: 'SIP' | 'PJSIP';
  /** Endpoint of pjsip.conf through which it then calls; empty: none. */
  readonly outgoingEndpoint: string;
  /** RSA keys of /var/lib/asterisk/keys, by name; undefined: every key that is named is there. */
  readonly keys: DundiKeys | undefined;
  readonly mappings: readonly DundiMapping[];
  /** In the order of the file; Asterisk's own peer list is the reverse of it (facts A7). */
  readonly peers: readonly DundiPeerConfig[];
}

/** Key files of a server: `NAME.pub` and `NAME.key`. */
export interface DundiKeys {
  readonly public: readonly string[];
  readonly private: readonly string[];
}

export interface DundiMapping {
  /** The name that others ask for: `priv`. */
  readonly context: string;
  /** Local dialplan context that answers; empty for a placeholder (`priv =>`). */
  readonly localContext: string;
  /** 0 to 59999; not looked at when `weightText` is given. */
  readonly weight: number;
  /** Weight that is a variable, read at each answer: `${LOADWEIGHT}`; empty: `weight`. */
  readonly weightText: string;
  readonly tech: string;
  /** With `${NUMBER}`, `${SECRET}`, `${IPADDR}`, `${EID}` still in it. */
  readonly destination: string;
  readonly noPartial: boolean;
  /** Other options as written: `nounsolicited`, `residential`, … They are labels only (facts A7). */
  readonly options: readonly string[];
}

export interface DundiPeerConfig {
  readonly entityId: string;
  readonly model: 'inbound' | 'outbound' | 'symmetric' | 'none';
  /** Address or server name; `dynamic`: the address that it registers from. */
  readonly host: string;
  /** This server registers its own address there (register = yes). */
  readonly registers: boolean;
  /** Name of the peer's public key; empty: nothing is encrypted. */
  readonly inKey: string;
  /** Name of the own private key. */
  readonly outKey: string;
  /** 0 off; `yes` is 2000; milliseconds. */
  readonly qualifyMs: number;
  /** 0 primary … 3 quartiary. */
  readonly order: number;
  /** Last matching line wins; nothing listed refuses (facts A9). `allow` false for noinclude and deny. */
  readonly include: readonly Permission[];
  readonly permit: readonly Permission[];
}

export interface Permission {
  readonly context: string;
  readonly allow: boolean;
}
