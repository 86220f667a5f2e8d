import { mayBeHost } from '../../../text/dialText.ts';
import type { IaxPeer } from '../../config.ts';
import type { ServerId } from '../../ids.ts';

/** What a Dial names after `IAX2/`: `priv:secret@10.10.10.122:4569/1002@context`, or `relay/1002`. */
export interface IaxAddress {
  /** Empty: the call names no user. */
  readonly user: string;
  readonly secret: string;
  /** As written, for the console. */
  readonly hostText: string;
  /** -1: no host of the scenario has it; what is sent there is lost. */
  readonly host: ServerId | -1;
  readonly exten: string;
  /** Empty: the user's. */
  readonly context: string;
  /** Threshold of the peer's qualify in milliseconds: a call that nobody answers in twice this is congested; 0: none. */
  readonly maxMs: number;
}

/** Where a server looks a name up: its peers of iax.conf first, then the hosts of the network. */
export interface IaxNames {
  readonly peers: readonly IaxPeer[];
  readonly serverAt: (address: string) => ServerId | -1;
  /** Who has registered for a peer with `host=dynamic`; -1: nobody. */
  readonly registeredAt: (peer: string) => ServerId | -1;
  /** Its qualify has no answer, or a late one. */
  readonly isUnreachable: (peer: IaxPeer) => boolean;
  /** The present DUNDi secret of the server: the value of `dbsecret=dundi/secret`. */
  readonly dundiSecret: () => string;
}

/** The peer or host of a Dial: `priv:secret@relay:4569/1002` names `relay`. */
export function iaxHostOf(resource: string): string {
  const [target] = splitOnce(resource, '/');
  return splitOnce(target.slice(target.indexOf('@') + 1), ':')[0];
}

/** Undefined when no call can be made to it (chan_iax2.c:parse_dial_string, create_addr). */
export function parseIaxAddress(resource: string, names: IaxNames): IaxAddress | undefined {
  const [target = '', rest = ''] = splitOnce(resource, '/');
  const [account, hostText] = target.includes('@') ? splitOnce(target, '@') : ['', target];
  const [user, secret] = splitOnce(account, ':');
  const [name] = splitOnce(hostText, ':');
  const [exten, context] = splitOnce(rest.split('/')[0]!, '@');
  if (name === '') return undefined;
  const dialled = { user, secret, hostText, exten: exten === '' ? 's' : exten, context };
  const peer = names.peers.find((candidate) => candidate.name === name);
  if (peer !== undefined) return toPeer(dialled, peer, names);
  const host = names.serverAt(name);
  return host >= 0 || mayBeHost(name)
    ? { user, secret, hostText, host, exten: dialled.exten, context, maxMs: 0 }
    : undefined;
}

/** What the Dial leaves out is the peer's. */
function toPeer(
  { user, secret, hostText, exten, context }: Omit<IaxAddress, 'host' | 'maxMs'>,
  peer: IaxPeer,
  { serverAt, registeredAt, isUnreachable, dundiSecret }: IaxNames,
): IaxAddress | undefined {
  if (peer.host === '' || isUnreachable(peer)) return undefined;
  const host = peer.host === 'dynamic' ? registeredAt(peer.name) : serverAt(peer.host);
  if (peer.host === 'dynamic' && host < 0) return undefined;
  return {
    hostText,
    exten,
    user: user === '' ? peer.userName : user,
    secret: secret === '' ? (peer.dbSecret === '' ? peer.secret : dundiSecret()) : secret,
    context: context === '' ? peer.peerContext : context,
    host,
    maxMs: peer.qualifyMs,
  };
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}
