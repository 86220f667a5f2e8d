import type { ProfileName } from '../../model/profiles.ts';

/** Names in the folder that `init` makes. */
export const INIT_SCENARIO = 'cluster.yaml';
export const INIT_FOLDER = 'asterisk';
export const INIT_SCHEMA = 'scenario.schema.json';

/** On 16 the paper's own test of "is the phone here" finds every phone of the shared table (facts B4). */
const ROUTED = `servers:
  # Since Asterisk 1.4.21 the paper's own test finds every phone of the shared table "here", and DUNDi is hardly asked.
  # This context of extensions.conf tests the server's own registrations instead.
  regpbx1..5: { context: phones-regcontext }
  # dunpbx1: { cachetime: 30s }`;

const PLAIN = `# servers:
#   dunpbx1: { cachetime: 30s }
#   regpbx1..5: { bootTime: 20s }`;

/** A scenario to be changed into one's own: every line that most people change, with its unit. */
export function initScenario(profile: ProfileName): string {
  return `# yaml-language-server: $schema=${INIT_SCHEMA}
# A cluster to be changed into your own. "dundisim check ${INIT_SCENARIO}" says what is wrong or odd in it and in the .conf files;
# "dundisim run ${INIT_SCENARIO}" runs it. An editor that knows YAML marks wrong keys and values.

title: one server crashes and comes back
question: How many calls are lost, and until when?

# The release: whitepaper (as the paper says), asterisk-1.2, asterisk-16 or asterisk-22. "dundisim explain" lists what differs.
profile: ${profile}

# Virtual time. All random numbers come from the seed: the same seed gives the same run.
duration: 15m
seed: 1

# A folder for each server, named as the server, with its .conf files: replace them by your own.
asterisk: ./${INIT_FOLDER}

# What is different from the files. The keys of dundi.conf, sip.conf, iax.conf and extensions.conf have their own names.
${profile === 'asterisk-16' ? ROUTED : PLAIN}

# Groups of phones. home: round-robin deals them out to all servers with a regcontext, or name servers: regpbx1, [regpbx1, regpbx3].
# backup: next has a phone register at the server behind its home when that fails. kind: polycom-2005, yealink, snom and others.
phones:
  office: { numbers: 1001..1100, home: round-robin, backup: none, expires: 300s, kind: polycom-2005 }
  # sales: { numbers: 2001..2020, home: regpbx2, backup: next, expires: 1h, kind: yealink }

# Calls at a rate (of the whole group, or perPhone: 1.8/h), and single calls. patience: the caller hangs up after that.
calls:
  - { rate: 0.2/s, talk: exponential 90s, patience: 30s }
  # - { at: 12s, from: 1001, to: 1002 }

# What fails: crash, restart, hang, resume, partition, heal, slowDatabase, stopDatabase, startDatabase, powerOff, powerOn, move, register.
faults:
  - { at: 60s, crash: regpbx2 }
  - { at: 5m, restart: regpbx2 }

# What must hold; else "run" ends with 1. "dundisim explain" lists the measures.
expect:
  - calls.lost < 20%
  - calls.lost < 1% during 6m..15m

# The database, the network and the processing times are those of a measured cluster unless you say otherwise:
# database: { select: 2ms, update: 5ms, connectionLimit: 100 }
# network: { delay: 0.1ms, links: [{ between: [regpbx1, database], delay: 20ms }] }
`;
}
