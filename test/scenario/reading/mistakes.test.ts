import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScenario, reviewScenario } from '../../../src/scenario/index.ts';
import { UserMistakes } from '../../../src/text/mistake.ts';
import { FOLDERS, mistakesOf } from '../world.ts';
import { PATHS } from '../paths.ts';

const office = 'phones: { office: { numbers: 1001..1100 } }\n';

/** What each line of it has wrong must be said at once: a slip hides no other. */
const MANY = `title: many
title: twice
profil: asterisk-1.2
duration: 15 parsecs
servers:
  dunpbx1: { cachetme: 5s, bootTime: 3q }
  regpbx9: { cachetime: 5s }
phones:
  office: { numbers: 1001..1100, home: regpbx7, expires: 300x, colour: red }
  lab: { numbers: 1050..1060, home: [regpbx1, regpbx8], balance: weighted, weights: "1,2" }
calls:
  - { rate: 0.05/s, talk: exponetial 120s, from: offise }
  - { at: 12s, from: 1001, to: 9999, foo: bar }
  - { at: 12s, from: 3001, to: 1002 }
  - { at: 12m, from: 1001, to: 1002 }
faults:
  - { at: 60s, crsh: regpbx2 }
  - { at: 60x, crash: regpbx6 }
  - { at: 5m, restart: regpbx2, foo: 1 }
database: { latncy: 5, address: 10.1 }
network: { links: [ { between: [regpbx1, regpbx0], dely: 5ms } ] }
expect:
  - calls.lst < 5%
`;
const PLACES = [
  '2:1',
  '3:1',
  '4:11',
  '6:14',
  '6:38',
  '7:3',
  '9:40',
  '9:58',
  '9:64',
  '10:19',
  '10:37',
  '12:27',
  '12:50',
  '13:38',
  '14:22',
  '17:16',
  '18:11',
  '18:23',
  '19:33',
  '20:13',
  '20:33',
  '21:32',
  '21:52',
  '23:5',
];

/** What is wrong, the text (or overrides), and the lines that must come out: nothing more, nothing less. */
const BROKEN: readonly (readonly [string, string, readonly string[]])[] = [
  // ---- not YAML, or not a mapping
  ['a tab', 'phones:\n\toffice: {}\n', ['s.yaml:2:1: a tab is where only spaces may indent']],
  [
    'an open bracket',
    'title: [a, b\n',
    ['s.yaml:2:1: this is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ],
  ['an open quote', 'title: "a\n', ['s.yaml:2:1: this is not YAML: Missing closing "quote']],
  [
    'two documents',
    'title: a\n---\ntitle: b\n',
    ['s.yaml:2:1: a second document begins here ("---"); a scenario is one document'],
  ],
  ['a list', '- a\n- b\n', ['s.yaml:1:1: a scenario is a mapping of keys to values, such as "duration: 15m"']],
  [
    'nothing',
    '# a comment\n',
    [
      's.yaml:1:1: this scenario is empty; five lines are one (README.md), and "dundisim init" writes one with comments',
    ],
  ],
  ['a word', 'hello\n', ['s.yaml:1:1: a scenario is a mapping of keys to values, such as "duration: 15m"']],
  [
    'a key twice',
    'title: a\nduration: 5m\ntitle: b\n',
    ['s.yaml:3:1: the key "title" is here twice; it is on line 1 already'],
  ],
  [
    'a key without colon',
    'duration 5m\ntitle: x\n',
    ['s.yaml:1:1: a key without its ":" (a colon and a space come behind every key)'],
  ],
  [
    'a mapping in a value',
    'title: a: b\n',
    ['s.yaml:1:8: a mapping begins inside a value: a quote, a line break or an indentation is missing'],
  ],
  ['an alias within itself', 'title: &a [*a]\n', ['s.yaml:1:11: too long or nested too deeply']],
  ['an alias of nothing', 'title: *x\n', ['s.yaml:1:8: nothing is named "&x"']],
  ['a mapping as key', '? { a: b }\n: c\n', ['s.yaml:1:3: a key must be a word']],
  ['a tag', 'title: !thing x\n', ['s.yaml:1:8: tags such as "!x" mean nothing here (Unresolved tag: !thing)']],
  [
    'a comment of another language',
    '{ // all of it\n  "duration": "5m" }\n',
    ['s.yaml:1:3: comments begin with "#" here; "//" and "/*" are none, neither in YAML nor in JSON'],
  ],
  [
    'a comment behind a comma',
    '{ "title": "a // b", /* more */ "duration": "5m" }\n',
    ['s.yaml:1:22: comments begin with "#" here; "//" and "/*" are none, neither in YAML nor in JSON'],
  ],
  [
    'a comment behind a value',
    '{ "duration": "5m" // all of it\n}\n',
    ['s.yaml:1:20: comments begin with "#" here; "//" and "/*" are none, neither in YAML nor in JSON'],
  ],
  ['a NUL', 'title: a\u0000b\n', ['s.yaml: this is not a text: it holds control characters']],
  ['brackets without end', '['.repeat(5000), ['s.yaml:1:401: nested more than 40 deep']],
  ['dashes without end', '- '.repeat(5000), ['s.yaml:1:1601: nested more than 40 deep']],
  [
    'steps of indentation without end',
    Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    ['s.yaml:401:401: nested more than 40 deep'],
  ],
  ['a name that is none', 'phones: { __proto__: { numbers: 1001 } }', ['s.yaml:1:11: "__proto__" is no name here']],
  ['a name with control characters', '"a\\e[2J": 1', ['s.yaml:1:1: "a·[2J" is no name here']],
  [
    'JSON with comments',
    '{\n  // the office\n  "duration": "5m"\n}\n',
    ['s.yaml:2:3: comments begin with "#" here; "//" and "/*" are none, neither in YAML nor in JSON'],
  ],
  [
    'YAML with comments of another language',
    '// the office\nduration: 5m\n',
    ['s.yaml:1:1: comments begin with "#" here; "//" and "/*" are none, neither in YAML nor in JSON'],
  ],
  [
    'a merge key',
    'phones:\n  a: &a { numbers: 1001..1002 }\n  b: { <<: *a, numbers: 1003..1004 }\n',
    ['s.yaml:3:8: merge keys ("<<") are not part of YAML 1.2; repeat the keys, or name a whole value with "&" and "*"'],
  ],
  ['an escaped NUL', 'title: "a\\0b"\n', ['s.yaml:1:8: found "a\u0000b", expected a text, without control characters']],
  // ---- unknown keys, wrong types
  ['an unknown key', 'titel: x\n', ['s.yaml:1:1: unknown key "titel"; did you mean "title"?']],
  [
    'a key of nowhere',
    'colour: x\n',
    [
      's.yaml:1:1: unknown key "colour"; known here: title, question, describe, profile, alsoUnder, under, whatIf, duration, seed, asterisk, servers, phones, calls, faults, start, network, database, standby, processing, applications, rules, tables, expect',
    ],
  ],
  [
    'an unknown key inside',
    'phones:\n  office:\n    numbers: 1001..1002\n    expire: 60s\n',
    ['s.yaml:4:5: unknown key "expire"; did you mean "expires"?'],
  ],
  [
    'a list for a time',
    'duration: [5m]\n',
    ['s.yaml:1:11: found a list, expected a time with its unit, such as 300us, 200ms, 60s, 5m or 1h30m'],
  ],
  [
    'a call without its list, and without phones',
    'calls: { rate: 1/s }\n',
    ['s.yaml:1:8: calls need at least two phones: a caller never calls itself'],
  ],
  [
    'a list for a mapping',
    'phones: [1001..1100]\n',
    ['s.yaml:1:9: found a list, expected a mapping of names to groups of phones'],
  ],
  [
    'a word for a group',
    'phones: { office: 1001..1100 }\n',
    ['s.yaml:1:19: found "1001..1100", expected a mapping: a group of phones'],
  ],
  [
    'an unknown key in one of two forms',
    'faults: [{ at: 5s, partition: { betwen: [regpbx1] } }]\n',
    [
      's.yaml:1:31: the key "between" is missing: expected a name, a range of names (regpbx1..5), * for all, or a list of them',
      's.yaml:1:33: unknown key "betwen"; did you mean "between"?',
    ],
  ],
  [
    'neither a name nor a list',
    'phones: { o: { numbers: 1001..1002, home: { a: b } } }\n',
    ['s.yaml:1:43: found a mapping, expected a name, a range of names (regpbx1..5), * for all, or a list of them'],
  ],
  // ---- values
  [
    'no unit',
    'duration: 60\n',
    [
      's.yaml:1:11: found "60", expected a time with its unit, such as 300us, 200ms, 60s, 5m or 1h30m; did you mean "60s"?',
    ],
  ],
  [
    'a unit that is none',
    'duration: 5 minutes\n',
    [
      's.yaml:1:11: found "5 minutes", expected a time with its unit, such as 300us, 200ms, 60s, 5m or 1h30m; did you mean "5m"?',
    ],
  ],
  [
    'a negative time',
    'duration: -5m\n',
    ['s.yaml:1:11: found "-5m", expected a time with its unit, such as 300us, 200ms, 60s, 5m or 1h30m'],
  ],
  [
    'an unknown profile',
    'profile: asterisk-1.6\n',
    [
      's.yaml:1:10: found "asterisk-1.6", expected one of whitepaper, asterisk-1.2, asterisk-16, asterisk-22; did you mean "asterisk-1.2"?',
    ],
  ],
  [
    'an unknown kind',
    'phones: { o: { numbers: 1001..1002, kind: yealnik } }\n',
    [
      `s.yaml:1:43: found "yealnik", expected one of generic, polycom-2005, polycom-2007, polycom-uc, cisco-79xx, cisco-spa, yealink, yealink-successive, yealink-rfc5626, snom, aastra, panasonic; did you mean "yealink"?`,
    ],
  ],
  [
    'an unknown distribution',
    `${office}calls: [{ rate: 1/s, talk: exponental 90s }]\n`,
    [
      's.yaml:2:28: found "exponental 90s", expected a time (5s) or a distribution: exponential 120s, uniform 1s..3s, erlang 3 90s, lognormal 5s p90 20s, quantiles p50=2ms p90=9ms p99=20ms; did you mean "exponential 90s"?',
    ],
  ],
  [
    'a distribution without unit',
    `${office}calls: [{ rate: 1/s, talk: exponential 90 }]\n`,
    ['s.yaml:2:28: found "exponential 90", expected the mean behind "exponential", as in exponential 120s'],
  ],
  [
    'uniform backward',
    `${office}calls: [{ rate: 1/s, talk: uniform 3s..1s }]\n`,
    ['s.yaml:2:28: found "uniform 3s..1s", expected two times, the smaller first, as in uniform 1s..3s'],
  ],
  [
    'a rate in words',
    `${office}calls: [{ rate: three per hour }]\n`,
    ['s.yaml:2:17: found "three per hour", expected a rate, such as 0.05/s, 120/min or 1.8/h; did you mean "3/h"?'],
  ],
  [
    'a distribution as in other programs',
    `${office}calls: [{ rate: 1/s, talk: exp(90s) }]\n`,
    [
      's.yaml:2:28: found "exp(90s)", expected a time (5s) or a distribution: exponential 120s, uniform 1s..3s, erlang 3 90s, lognormal 5s p90 20s, quantiles p50=2ms p90=9ms p99=20ms; did you mean "exponential 90s"?',
    ],
  ],
  [
    'a window without units',
    `${office}calls: [{ rate: 1/s, during: 60 to 300 }]\n`,
    ['s.yaml:2:30: found "60 to 300", expected a window of time, such as 60s..5m; did you mean "60s..300s"?'],
  ],
  [
    'a share in words',
    `${office}calls: [{ rate: 1/s, redial: { probability: 30 percent } }]\n`,
    ['s.yaml:2:45: found "30 percent", expected a share, such as 0.3 or 30%; did you mean "30%"?'],
  ],
  [
    'a rate without unit',
    `${office}calls: [{ rate: 1 }]\n`,
    ['s.yaml:2:17: found "1", expected a rate, such as 0.05/s, 120/min or 1.8/h; did you mean "1/s"?'],
  ],
  [
    'a share above 1',
    `${office}network: { loss: 120% }\n`,
    ['s.yaml:2:18: found "120%", expected a share of at most 1, or 100%'],
  ],
  [
    'not yes and not no',
    'phones: { o: { numbers: 1001..1002, powered: maybe } }\n',
    ['s.yaml:1:46: found "maybe", expected yes or no'],
  ],
  [
    'a count of none',
    'phones: { o: { numbers: 1001..1002, callsAtOnce: 0 } }\n',
    ['s.yaml:1:50: found "0", expected a whole number from 1 to 100'],
  ],
  [
    'half a second to expire',
    'phones: { o: { numbers: 1001..1002, expires: 1500ms } }\n',
    ['s.yaml:1:46: found "1500ms", expected whole seconds with their unit, such as 300s or 1h'],
  ],
  [
    'a window backward',
    `${office}calls: [{ rate: 1/s, during: 5m..60s }]\n`,
    ['s.yaml:2:30: found "5m..60s", expected a window of time, such as 60s..5m'],
  ],
  [
    'a backward range',
    'phones: { o: { numbers: 1100..1001 } }\n',
    [
      's.yaml:1:25: found "1100..1001", expected phone numbers, such as 1001..1100: "1100..1001": the range runs backward; did you mean "1001..1100"?',
    ],
  ],
  [
    'a range of a billion',
    'phones: { o: { numbers: 1..999999999 } }\n',
    [
      's.yaml:1:25: found "1..999999999", expected phone numbers, such as 1001..1100: "1..999999999": more than 2000000 of them',
    ],
  ],
  [
    'a retry that is none',
    'phones: { o: { numbers: 1001..1002, kind: { retry: often } } }\n',
    [
      's.yaml:1:52: found "often", expected a time (30s), uniform 30s..60s, or backoff 60s..30m (RFC 5626: base and maximum)',
    ],
  ],
  [
    'a whole second of phase',
    'start: { wallSecond: 1s }\n',
    ['s.yaml:1:22: expected less than 1s: it is the fraction of the wall second at 0'],
  ],
  [
    'no numbers',
    'phones:\n  office: { home: regpbx1 }\n',
    ['s.yaml:2:11: the key "numbers" is missing: expected phone numbers, such as 1001..1100'],
  ],
  ['no time at all', 'duration: 0\n', ['s.yaml:1:11: found "0", expected a time longer than 0']],
  [
    'a registration that ends at once',
    'phones: { o: { numbers: 1001..1002, expires: 0s } }\n',
    ['s.yaml:1:46: found "0s", expected at least 1s'],
  ],
  [
    'an empty list of numbers',
    'phones: { o: { numbers: [] } }\n',
    ['s.yaml:1:25: found a list, expected phone numbers, such as 1001..1100'],
  ],
  [
    'a range with a dash',
    'phones: { o: { numbers: 1001-1100 } }\n',
    [
      's.yaml:1:25: found "1001-1100", expected phone numbers, such as 1001..1100: "1001-1100" is one number with a dash in it; did you mean "1001..1100"?',
    ],
  ],
  [
    'a range dialled',
    `${office}calls: [{ at: 1s, from: 1001, to: 1002..1003 }]\n`,
    ['s.yaml:2:35: "1002..1003" cannot be dialled'],
  ],
  [
    'too many calls of too many phones',
    `${office}calls: [{ perPhone: 2000/s }]\n`,
    ['s.yaml:2:21: expected a rate of at most 100000/s of all 100 callers together'],
  ],
  [
    'a folder that does not come with the program',
    'asterisk: dundisim:papr\n',
    ['s.yaml:1:11: there is no folder "dundisim:papr"; did you mean "dundisim:paper"?'],
  ],
  // ---- names that lead nowhere
  [
    'an unknown server in a fault',
    `${office}faults:\n  - { at: 60s, crash: regpx2 }\n`,
    ['s.yaml:3:23: no server is named "regpx2"; did you mean "regpbx2"?'],
  ],
  [
    'an unknown home',
    'phones: { o: { numbers: 1001..1002, home: hq } }\n',
    ['s.yaml:1:43: no server is named "hq"; there are dunpbx1, regpbx1, regpbx2, regpbx3, regpbx4, regpbx5'],
  ],
  [
    'a word in place of a server',
    'phones: { o: { numbers: 1001..1002, home: round-robn, backup: nxt, lastResort: nexxt } }\n',
    [
      's.yaml:1:43: no server is named "round-robn"; did you mean "round-robin"?',
      's.yaml:1:63: no server is named "nxt"; did you mean "next"?',
      's.yaml:1:80: no server is named "nexxt"; did you mean "next"?',
    ],
  ],
  [
    'an unknown backup',
    'phones: { o: { numbers: 1001..1002, backup: [regpbx2, regpbx7] } }\n',
    ['s.yaml:1:45: no server is named "regpbx7"; did you mean "regpbx1"?'],
  ],
  [
    'an unknown group',
    `${office}calls: [{ rate: 1/h, from: offic }]\n`,
    ['s.yaml:2:28: "offic" is no group and no phone\'s number; did you mean "office"?'],
  ],
  [
    'an unknown phone',
    `${office}calls: [{ at: 1s, from: 2001, to: 1001 }]\n`,
    ['s.yaml:2:25: no phone has the number "2001"; there are 1001 to 1100'],
  ],
  [
    'a range beyond the phones',
    `${office}faults: [{ at: 1s, powerOff: 1090..1110 }]\n`,
    ['s.yaml:2:30: no phone has the number "1101" and 9 more of "1090..1110"'],
  ],
  [
    'an unknown phone moves',
    `${office}faults: [{ at: 1s, move: { phone: 9, to: regpbx3 } }]\n`,
    ['s.yaml:2:35: no phone has the number "9"; there are 1001 to 1100'],
  ],
  [
    'a link to nowhere',
    'network: { links: [{ between: [regpbx1, hub] }] }\n',
    ['s.yaml:1:31: no server is named "hub"; there are dunpbx1, regpbx1, regpbx2, regpbx3, regpbx4, regpbx5'],
  ],
  ['no such folder', 'asterisk: ./papr\n', ['s.yaml:1:11: there is no folder "./papr"']],
  [
    'an empty folder',
    'asterisk: ./empty\n',
    ['s.yaml:1:11: the folder "./empty" has no folder in it with a .conf file; expected one for every server'],
  ],
  [
    'a server of no folder',
    'servers: { regpbx7: {} }\n',
    [
      's.yaml:1:12: the server "regpbx7" has no folder in "dundisim:paper"; did you mean "regpbx1"?; there are dunpbx1, regpbx1, regpbx2, regpbx3, regpbx4, regpbx5; a further server needs its own "conf:"',
    ],
  ],
  [
    'an unknown key of a server',
    'servers: { dunpbx1: { cachtime: 5s } }\n',
    ['s.yaml:1:23: unknown key "cachtime"; did you mean "cachetime"?'],
  ],
  [
    'a wrong value of a .conf key',
    'servers: { dunpbx1: { cachetime: soon } }\n',
    [expect.stringMatching(/^s\.yaml:1:34: .*cachetime.*"soon"/) as unknown as string],
  ],
  [
    'a peer that is none',
    'servers: { regpbx1: { peers: { regpbx2: { qualify: no } } } }\n',
    ['s.yaml:1:32: the server has no peer "regpbx2"; its peers are dunpbx1'],
  ],
  [
    'a mapping that is none',
    'servers: { regpbx1: { mappings: { pirv: { weight: 5 } } } }\n',
    ['s.yaml:1:35: the server has no mapping "pirv"; did you mean "priv"?'],
  ],
  [
    'two at one address',
    'servers: { regpbx1: { address: 10.10.10.120 } }\n',
    ['s.yaml:1:32: regpbx1 and dunpbx1 both have the address 10.10.10.120'],
  ],
  [
    'an address that is none',
    'servers: { regpbx1: { address: 10.10.10.777 } }\n',
    ['s.yaml:1:32: found "10.10.10.777", expected an address such as 10.10.10.121'],
  ],
  [
    'an unknown rule',
    'rules: { cacheMargn: 5s }\n',
    ['s.yaml:1:10: unknown key "cacheMargn"; did you mean "cacheMargin"?'],
  ],
  [
    "a rule's wrong value",
    'rules: { lookupEnds: never }\n',
    ['s.yaml:1:22: found "never", expected one of allAnswered, firstAnswer'],
  ],
  // ---- what cannot be meant
  [
    'a number in two groups',
    'phones:\n  a: { numbers: 1001..1010 }\n  b: { numbers: 1010..1020 }\n',
    [
      's.yaml:3:17: the number 1010 is in the group "a" already; "shared: yes" here makes this phone another device with that number',
    ],
  ],
  [
    'one address for several phones',
    'phones: { a: { numbers: 1001..1010, addresses: 10.1.1.1 } }\n',
    ['s.yaml:1:48: "10.1.1.1" is one address for several phones; write "10.1.1.1.." for a range'],
  ],
  [
    'a call with rate and time',
    `${office}calls: [{ rate: 1/s, at: 5s }]\n`,
    ['s.yaml:2:9: a call has exactly one of rate, perPhone, byHour, at and file; found rate and at'],
  ],
  [
    'a call without either',
    `${office}calls: [{ from: 1001, to: 1002 }]\n`,
    ['s.yaml:2:9: a call has exactly one of rate, perPhone, byHour, at and file; found none of them'],
  ],
  [
    'a call of one phone to itself',
    'phones: { a: { numbers: 1001 } }\ncalls: [{ rate: 1/h }]\n',
    ['s.yaml:2:9: calls need at least two phones: a caller never calls itself'],
  ],
  [
    'a call to nobody',
    `${office}calls: [{ at: 5s, from: 1001 }]\n`,
    ['s.yaml:2:9: the key "to" is missing: a single call has a caller and a dialled number'],
  ],
  [
    'a call from the PSTN without a way in',
    `${office}calls: [{ at: 5s, from: pstn, to: 1001, via: regpbx1 }]\n`,
    ['s.yaml:2:9: the key "context" is missing: a call from the PSTN comes in at a server, into a context'],
  ],
  [
    'a context that is not there',
    `${office}calls: [{ at: 5s, from: pstn, to: 1001, via: regpbx1, context: lookuplocl }]\n`,
    ['s.yaml:2:64: regpbx1 has no context "lookuplocl"; did you mean "lookuplocal"?'],
  ],
  [
    'a fault of nothing',
    'faults: [{ at: 5s }]\n',
    [
      's.yaml:1:10: a fault says exactly one thing that happens (crash, restart, hang, resume, takeOver, reload, partition, heal, degrade, restore, slowDatabase, stopDatabase, startDatabase, stop, start, spanDown, spanUp, powerOff, powerOn, unregister, move, register); found none',
    ],
  ],
  [
    'a link of nobody',
    'faults: [{ at: 5s, degrade: { loss: 5% } }]\n',
    ['s.yaml:1:29: a link has either "between" and "and", or "phones"'],
  ],
  [
    'a link that is as before',
    'faults: [{ at: 5s, degrade: { between: regpbx1 } }]\n',
    ['s.yaml:1:29: a link is degraded by "delay", "loss" or "duplicates"; found none'],
  ],
  [
    'two faults in one',
    'faults: [{ at: 5s, crash: regpbx1, hang: regpbx2 }]\n',
    [
      's.yaml:1:10: a fault says exactly one thing that happens (crash, restart, hang, resume, takeOver, reload, partition, heal, degrade, restore, slowDatabase, stopDatabase, startDatabase, stop, start, spanDown, spanUp, powerOff, powerOn, unregister, move, register); found crash and hang',
    ],
  ],
  [
    'a fault of no time',
    'faults: [{ crash: regpbx1 }]\n',
    ['s.yaml:1:10: the key "at" is missing: expected a time with its unit, such as 300us, 200ms, 60s, 5m or 1h30m'],
  ],
  [
    'a partition with itself',
    'faults: [{ at: 5s, partition: { between: [regpbx1, regpbx2], and: regpbx2 } }]\n',
    ['s.yaml:1:31: the same name is on both sides'],
  ],
  [
    'an expectation without comparison',
    'expect:\n  - calls.lost 5%\n',
    ['s.yaml:2:15: expected a comparison (<, <=, >, >=, ==, !=) behind "calls.lost"'],
  ],
  [
    'an expectation of nothing',
    'expect: [ "calls.losst < 5%" ]\n',
    ['s.yaml:1:11: a result has no "calls.losst"; did you mean "calls.lost"?'],
  ],
  [
    'an expectation without unit',
    'expect: [ calls.postDialDelayMs.p99 < 2 ]\n',
    ['s.yaml:1:39: found "2", expected a time with its unit, such as 200ms or 2s'],
  ],
];

describe('a scenario with mistakes', () => {
  it.each(BROKEN)('%s', (_, text, lines) => {
    expect(mistakesOf(text, { paths: PATHS })).toEqual(lines);
  });

  it('tells all mistakes at once, shapes and names alike, in the order of their places', () => {
    const text =
      'titel: x\nduration: 5\nphones:\n  a: { numbers: 1001..1010, home: regpbx9 }\n  b: { numbres: 1 }\nfaults:\n  - { at: 1s, crash: nobody }\nexpect: [ 5 ]\n';
    expect(mistakesOf(text).map((line) => line.split(': ')[0])).toEqual([
      's.yaml:1:1',
      's.yaml:2:11',
      's.yaml:4:35',
      's.yaml:5:6',
      's.yaml:5:8',
      's.yaml:7:22',
      's.yaml:8:11',
    ]);
  });

  it('says one missing folder once, and nothing of the servers that it would have held', () => {
    expect(mistakesOf(`asterisk: ./papr\n${office}faults: [{ at: 1s, crash: regpbx1 }]\n`)).toEqual([
      's.yaml:1:11: there is no folder "./papr"',
    ]);
    expect(
      mistakesOf('asterisk: ./papr\nservers: { regpbx1: { cachetime: 5s } }\nfaults: [{ at: 1s, crash: regpbx1 }]\n'),
    ).toHaveLength(1);
  });
});

const SETS: readonly (readonly [string, string])[] = [
  ['novalue', '--set novalue: expected path=value, such as servers.dunpbx1.cachetime=30s'],
  ['title=[a, b]', '--set title=[a, b]: found a list, expected a text'],
  ['a..b=1', '--set a..b=1: the path "a..b" has an empty part'],
  ['duraton=5m', '--set duraton=5m: no "duraton"; did you mean "duration"?'],
  [
    'duration=5',
    '--set duration=5: found "5", expected a time with its unit, such as 300us, 200ms, 60s, 5m or 1h30m; did you mean "5s"?',
  ],
  [
    'servers.regpbx9.cachetime=5s',
    '--set servers.regpbx9.cachetime=5s: no "regpbx9" in "servers"; did you mean "regpbx1"?',
  ],
  ['servers.*.cachetim=5s', '--set servers.*.cachetim=5s: no "cachetim" in "servers.*"; did you mean "cachetime"?'],
  ['phones.offce.expires=5s', '--set phones.offce.expires=5s: no "offce" in "phones"; did you mean "office"?'],
  [
    'servers.regbx*.cachetime=5s',
    '--set servers.regbx*.cachetime=5s: no name matches "regbx*" in "servers"; did you mean "regpbx*"?',
  ],
  [
    'servers.regpbx1..9.cachetime=5s',
    '--set servers.regpbx1..9.cachetime=5s: no "regpbx6" and 3 more of "regpbx1..9" in "servers"; did you mean "regpbx1"?',
  ],
  [
    'servers.regpbx3..1.ttl=2',
    '--set servers.regpbx3..1.ttl=2: "regpbx3..1": the range runs backward; did you mean "regpbx1..3"?',
  ],
  ['phones.x*.expires=5s', '--set phones.x*.expires=5s: no name matches "x*" in "phones"; known here: office'],
  ['calls.0..1.rate=1/s', '--set calls.0..1.rate=1/s: "calls" has the elements 0 to 0; "0..1" is none of them'],
  ['servers.regpbx*.conf=none', '--set servers.regpbx*.conf=none: there is no folder "none"'],
  ['phones.1.expires=5s', '--set phones.1.expires=5s: no "1" in "phones"; known here: office'],
  ['calls.3.rate=1/s', '--set calls.3.rate=1/s: "calls" has the elements 0 to 0; "3" is none of them'],
  ['faults.0.at=1s', '--set faults.0.at=1s: "faults" has no elements'],
  ['duration.minutes=5', '--set duration.minutes=5: "duration" has nothing below it'],
  [
    'phones.office.home=regpbx8',
    '--set phones.office.home=regpbx8: no server is named "regpbx8"; did you mean "regpbx1"?',
  ],
];

describe('--set with mistakes', () => {
  it.each(SETS)('%s', (set, line) => {
    expect(mistakesOf(`${office}calls: [{ rate: 1/h }]\n`, { sets: [set] })).toEqual([line]);
  });

  it('--until takes a time', () => {
    expect(mistakesOf('title: x', { until: '0s' })).toEqual(['--until 0s: expected a time longer than 0']);
    expect(mistakesOf('title: x', { until: 'later' })).toEqual([
      '--until later: expected a time with its unit, such as 300us, 200ms, 60s, 5m or 1h30m',
    ]);
  });
});

const FULL = `title: everything
profile: asterisk-16
asterisk: ./paper
duration: 15m
servers: { regpbx1..9: { conf: ./paper/regpbx1, address: 10.10.10.121.. }, dunpbx1: { cachetime: 30s, ttl: 2 } }
phones:
  office: { numbers: 1001..1010, home: round-robin, backup: next, kind: { like: yealink, retry: uniform 10s..20s }, expires: 300s }
  lab: { numbers: [0100, 0105..0107], home: [regpbx2, regpbx3], lastResort: regpbx4, static: yes }
calls:
  - { rate: 0.05/s, talk: exponential 120s, patience: 20s, redial: { probability: 50%, after: 10s } }
  - { at: 12s, from: 1001, to: 1002 }
faults:
  - { at: 60s, crash: [regpbx2, regpbx3..4] }
  - { at: 70s, partition: [regpbx1, dunpbx1] }
  - { at: 80s, powerOff: office, spread: uniform 0..10s }
  - { at: 90s, move: { phone: 1002, to: regpbx3 } }
network: { delay: 1ms, links: [{ between: [regpbx1, database], loss: 1% }] }
rules: { lookupEnds: firstAnswer }
expect: [ "calls.lost < 5% during 60s..5m" ]
`;

describe('any text at all', () => {
  const read = (text: string, sets: readonly string[] = []): void => {
    try {
      parseScenario({ path: 's.yaml', text, folders: FOLDERS, sets, paths: PATHS });
    } catch (error) {
      if (!(error instanceof UserMistakes)) throw error;
      expect(error.remarks.length).toBeGreaterThan(0);
    }
  };
  const JUNK = [
    ':',
    '{',
    '}',
    '[',
    ']',
    ',',
    '\n',
    '  ',
    '"',
    "'",
    '..',
    '*',
    '&a ',
    '*a',
    '-',
    '%',
    '0',
    '-1',
    'null',
    '~',
    '__proto__',
    'constructor',
    '1e999',
    '\t',
    '|',
    '>',
    '#',
    '!',
    'µ',
    '\u{1f600}',
  ];

  it('is a scenario, or mistakes: pieces of a scenario replaced by junk', () => {
    expect(mistakesOf(FULL, { paths: PATHS })).toEqual([]);
    const cut = fc.record({ at: fc.nat(FULL.length), length: fc.nat(12), put: fc.constantFrom(...JUNK) });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 4 }), (cuts) => {
        read(cuts.reduce((text, { at, length, put }) => text.slice(0, at) + put + text.slice(at + length), FULL));
      }),
      { numRuns: 300 },
    );
  });

  it('is a scenario, or mistakes: lines shuffled, dropped and repeated', () => {
    const lines = FULL.split('\n');
    fc.assert(
      fc.property(fc.array(fc.nat(lines.length - 1), { maxLength: 25 }), (picked) =>
        read(picked.map((i) => lines[i]).join('\n')),
      ),
      { numRuns: 150 },
    );
  });

  it('is a path and a value, or mistakes: overrides', () => {
    const step = fc.constantFrom(
      'servers',
      'phones',
      'calls',
      'faults',
      'office',
      'regpbx1',
      '*',
      '0',
      'kind',
      'retry',
      'at',
      'rules',
      'start',
      'state',
      '__proto__',
      'toString',
      'expires',
      '',
    );
    const value = fc.constantFrom(
      '5s',
      '[1, 2]',
      '{a: b}',
      '',
      '{',
      'yes',
      '-1',
      '1001..1002',
      '__proto__',
      '{ like: snom }',
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), value, (path, given) =>
        read(FULL, [`${path.join('.')}=${given}`]),
      ),
      { numRuns: 300 },
    );
  });
});

it('says everything in one round, and nothing that follows from another mistake', () => {
  const lines = mistakesOf(MANY, { paths: PATHS });
  expect(lines.map((line) => /^s\.yaml:(\d+:\d+): /.exec(line)?.[1])).toEqual(PLACES);
});

it('a mistake elsewhere hides no risk', () => {
  const text =
    'phones: { office: { numbers: 201..260 } }\ncalls: [{ rate: 1/s }]\nexpect: [calls.lst < 5%]\nfaults: [{ at: 60s, crash: regpbx22 }]\n';
  const { remarks } = reviewScenario({ path: 's.yaml', text, folders: FOLDERS, sets: [], paths: PATHS });
  expect(remarks.filter(({ severity }) => severity === 'mistake')).toHaveLength(2);
  expect(remarks.some(({ severity, text: said }) => severity === 'risk' && said.includes('201'))).toBe(true);
});
