import type { ServerId } from '../../ids.ts';

/** `priv:secret@10.10.10.122:4569/1002@context` */
export interface IaxAddress {
  readonly user: string;
  readonly secret: string;
  /** As written, for the console. */
  readonly hostText: string;
  /** -1: no host of the scenario has it; what is sent there is lost. */
  readonly host: ServerId | -1;
  readonly exten: string;
  readonly context: string;
}

/** Undefined when there is no host in it (chan_iax2.c:parse_dial_string). */
export function parseIaxAddress(
  resource: string,
  serverAt: (address: string) => ServerId | -1,
): IaxAddress | undefined {
  const [peer = '', rest = ''] = splitOnce(resource, '/');
  const [account, hostPort] = peer.includes('@') ? splitOnce(peer, '@') : ['', peer];
  const [user = '', secret = ''] = splitOnce(account ?? '', ':');
  const hostText = hostPort ?? '';
  if (hostText === '') return undefined;
  const [exten = '', context = ''] = splitOnce(rest.split('/')[0]!, '@');
  return {
    user,
    secret,
    hostText,
    host: serverAt(hostText.split(':')[0]!),
    exten: exten === '' ? 's' : exten,
    context,
  };
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}
