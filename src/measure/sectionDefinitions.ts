/** What a figure of a result means. */
export interface Definition {
  /** What is counted or timed, in a sentence or two. */
  readonly says: string;
  /** A standard or a file of ours that the definition rests on. */
  readonly source?: string;
}

const PASSES: Readonly<Record<string, Definition>> = Object.fromEntries(
  ['10ms', '100ms', '1000ms'].flatMap((limit) => [
    [
      `segments.meanPassesAtCalls.${limit}`,
      {
        says: `Least number of calls talking at which a statement of the database takes more than ${limit.replace('ms', ' ms')} on average. None: it never does.`,
      },
    ],
    [
      `segments.longestPassesAtCalls.${limit}`,
      {
        says: `Least number of calls talking at which some statement takes more than ${limit.replace('ms', ' ms')}. None: none does.`,
      },
    ],
  ]),
);

/** Of the parts of a document that speak of one system of the paper, most of them only where a scenario has it. */
export const SECTION_DEFINITIONS: Readonly<Record<string, Definition>> = {
  'parking.parked': {
    says: 'Calls that were given a parking slot. What became of them adds up to it: retrieved, mixedUp, returned, abandoned, lost, stillParked.',
    source: 'src/model/story/parkingFate.ts',
  },
  'parking.retrieved': { says: 'Parked calls that were fetched by the colleague who wanted them.' },
  'parking.mixedUp': { says: 'Parked calls that were fetched by a person who wanted another parked call.' },
  'parking.returned': {
    says: 'Parked calls that nobody fetched within the parking time and that the parker answered when they came back.',
    source: 'res_parking.conf, parkingtime and comebacktoorigin',
  },
  'parking.abandoned': { says: 'Parked calls whose caller hung up before anybody fetched them.' },
  'parking.lost': {
    says: 'Parked calls that ended with their server, or that nobody answered when they came back.',
  },
  'parking.stillParked': { says: 'Calls in a slot when the run ended, or on their way back to the parker.' },
  'parking.timedOut': { says: 'Parked calls whose parking time ended: they rang at the parker, whatever came of it.' },
  'parking.full': { says: 'Calls that could not be parked, since no slot was free: the talk continued.' },
  'parking.pickUps': { says: 'Calls to a parking slot that a server took.' },
  'parking.emptySlots': {
    says: 'Of those: nobody was parked in the slot of that server. Asterisk 16 answers and plays "invalid extension"; 1.2 has no such extension (404, or 484 where longer ones begin with it).',
  },
  'parking.elsewhere': {
    says: 'Of those: the call that was wanted was parked at another server when the slot was dialled.',
  },
  'named.*.offered': { says: 'Calls of that name, those to a parking slot left out.' },
  'named.*.answered': { says: 'Of those: answered by a phone or over a trunk.' },
  'named.*.saved': { says: 'Of those: saved by direct dial, as in calls.saved.' },
  'named.*.voicemail': { says: 'Of those: answered by voicemail.' },
  'named.*.diverted': {
    says: 'Of those that voicemail answered: no phone was dialled, though the called one had power and was idle.',
  },
  'named.*.lost': { says: 'Of those: lost, as in calls.lost.' },
  'named.*.lostAnswered': {
    says: 'Of the lost: answered first, then cut by a fault, or parked or sent to a colleague in vain.',
  },
  'named.*.lostVoicemail': { says: 'Of the lost: answered by voicemail, though the called phone was idle.' },
  'named.*.slow': { says: 'Of those: rang only after more than 2 s.' },
  'named.*.parked': { says: 'Calls of that name that were parked.' },
  'named.*.retrieved': { says: 'Of those: fetched by the colleague who wanted them.' },
  'named.*.rangBy.*': {
    says: 'Calls of that name that rang, not by direct dial, by the server through which the phone was called.',
  },
  'standbys.*.takeOvers': {
    says: "Times that a hot standby took the server's address. The other figures are of the last of them.",
  },
  'standbys.*.failedAtSeconds': { says: 'When the server had failed.' },
  'standbys.*.tookOverSeconds': { says: 'From the failure until the standby answered at the address.' },
  'standbys.*.phones': { says: 'Phones with power whose home the server is.' },
  'standbys.*.lastLostFromSeconds': {
    says: 'From the failure until the last call from those phones that it cost was offered.',
  },
  'standbys.*.lastLostToSeconds': {
    says: 'From the failure until the last call to those phones, from others, that it cost was offered.',
  },
  'standbys.*.directCalls': { says: 'Calls to those phones after the failure that were dialled directly.' },
  'standbys.*.lastDirectSeconds': { says: 'From the failure until the last of those was offered.' },
  'standbys.*.registeredSeconds': {
    says: 'From the failure until as many phones were registered at the standby as have the server for their home.',
  },
  'transfers.sentOn': { says: 'Calls in which one of the two sent the other to a colleague, or wanted to.' },
  'transfers.attended': { says: 'Of those: the colleague was asked first.' },
  'transfers.byCaller': { says: 'Of "transfers.sentOn": the caller has sent the called person on.' },
  'transfers.connected': { says: 'Of "transfers.sentOn": the person who was sent talked with the colleague.' },
  'transfers.takenBack': { says: 'Of those: the person who asked in vain took the other back.' },
  'transfers.voicemail': { says: 'Of those: voicemail answered the person who was sent.' },
  'transfers.unanswered': { says: 'Of those: nobody answered that person any more.' },
  'transfers.abandoned': { says: 'Of those: that person hung up on hold or while the colleague was called.' },
  'transfers.lost': { says: 'Of those: a fault ended the transfer.' },
  'transfers.underWay': { says: 'Of those: still under way when the run ended.' },
  'trunks.freshCalls': {
    says: 'Calls that wanted a trunk channel, repeated attempts after a blocked one left out.',
    source: 'src/measure/trunkMeasures.ts',
  },
  'trunks.freshBlocked': {
    says: 'Of those: no channel was free in any group that the call tried. Erlang B computes their share.',
  },
  'trunks.attempts': { says: 'Calls that wanted a trunk channel, repeated attempts too.' },
  'trunks.blocked': { says: 'Of those: no channel was free in any group that the call tried.' },
  'trunks.carriedErlangs': {
    says: 'Mean number of channels that were taken, all groups together. Erlang.',
    source: 'ITU-T E.600',
  },
  'trunks.groups.*.*.channels': { says: 'Channels of the group, all spans in service.' },
  'trunks.groups.*.*.spans': { says: 'Spans of the group.' },
  'trunks.groups.*.*.seizures': { says: 'Calls that took a channel of the group.', source: 'ITU-T E.600' },
  'trunks.groups.*.*.overflows': {
    says: 'Calls that found no free channel in the group; another group may have had one.',
    source: 'ITU-T E.600',
  },
  'trunks.groups.*.*.carriedErlangs': {
    says: 'Mean number of channels of the group that were taken. Erlang.',
    source: 'ITU-T E.600',
  },
  'trunks.groups.*.*.busyMax': { says: 'Most channels of the group that were taken at once.' },
  'segments.callsTalkingMax': { says: 'Most calls that talked at once.' },
  ...PASSES,
  'storms.statementsPerSecondMax': { says: 'Most statements of the database that ended in one second.' },
  'storms.groups.*.phones': {
    says: 'Phones of the group that a fault made register: power returns, or their home restarts or is taken over. Of several faults the greatest number.',
  },
  'storms.groups.*.registrationsPerSecondMax': {
    says: 'Most registrations of the group that were granted in one second, from the first such fault on.',
  },
  'storms.groups.*.registeredAfterSeconds': {
    says: 'From the fault until all of those phones had registered; of several faults the longest. None when some had not by the end.',
  },
  'storms.groups.*.exchangeMaxMs': {
    says: 'The slowest granted registration of the group from the first such fault on.',
  },
  'balance.fullestToMeanAtStart': {
    says: 'Phones of the server that has most of them, divided by the mean of the servers that have any during the run; by the last registration of each phone, at 0 s.',
    source: 'src/measure/balanceMeasures.ts',
  },
  'balance.fullestToMeanAtEnd': { says: 'The same at the end of the run.' },
  'balance.groupsTogetherAtStart': { says: 'Groups of phones whose phones are all at one server, at 0 s.' },
  'balance.groupsTogetherAtEnd': { says: 'The same at the end of the run.' },
  'balance.groups.*.phones': { says: 'Phones of the group.' },
  'balance.groups.*.serversAtStart': { says: 'Servers that phones of the group are at, at 0 s.' },
  'balance.groups.*.serversAtEnd': { says: 'The same at the end of the run.' },
  'balance.groups.*.mostOnOneAtEnd': {
    says: 'Phones of the group at the server that has most of them, at the end of the run.',
  },
  'balance.groups.*.callsWithin': { says: 'Calls from a phone of the group to a phone of the group.' },
  'balance.groups.*.answered': { says: 'Of those: answered.' },
  'balance.groups.*.local': {
    says: 'Of those: answered at one server, where parking, pick-up and transfer work.',
  },
  'joins.*.phones': { says: 'Phones whose home the added server is.' },
  'joins.*.files': { says: 'Servers whose dundi.conf got a section for the added server.' },
  'joins.*.callsTo': { says: "Calls from others to the added server's phones, from its first registration on." },
  'joins.*.blindTo': { says: 'Of those: DUNDi did not find the phone.' },
  'joins.*.callsFrom': { says: "Calls from the added server's phones to others, from its first registration on." },
  'joins.*.blindFrom': { says: 'Of those: DUNDi did not find the phone.' },
  'joins.*.blindSeconds': {
    says: 'From the first registration at the added server until the last call, in either direction, that DUNDi did not find.',
  },
};
