import type { Id } from '../kernel/units.ts';

/**
 * Anything with an address: every server, the database, every phone. Servers come first, so a ServerId is also a
 * HostId.
 */
export type HostId = Id<'host'>;
export type ServerId = HostId & Id<'server'>;
/** Row in the table of phones, from 0. */
export type PhoneId = Id<'phone'>;
/** Serial numbers from 1, never reused in a run. */
export type CallId = Id<'call'>;
export type ChannelId = Id<'channel'>;
export type LookupId = Id<'lookup'>;
export type TransactionId = Id<'transaction'>;
/** A call that Dial makes for a channel. */
export type LegId = Id<'leg'>;
/** An IAX2 call between two servers, at the end that makes it. */
export type IaxCallId = Id<'iaxCall'>;
/** The same at the end that takes it. */
export type IaxCalledId = Id<'iaxCalled'>;
