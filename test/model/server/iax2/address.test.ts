import { describe, expect, it } from 'vitest';
import type { IaxPeer } from '../../../../src/model/config.ts';
import type { ServerId } from '../../../../src/model/ids.ts';
import { parseIaxAddress, type IaxAddress } from '../../../../src/model/server/iax2/address.ts';

const RELAY: IaxPeer = {
  name: 'relay',
  host: '10.0.0.1',
  userName: 'priv',
  secret: 'plain',
  dbSecret: '',
  peerContext: 'phones',
  qualifyMs: 600,
};

function parse(resource: string, different: Partial<IaxPeer> = {}): IaxAddress | undefined {
  return parseIaxAddress(resource, {
    peers: [
      { ...RELAY, name: 'other' },
      { ...RELAY, ...different },
    ],
    serverAt: (address) => (address === '10.0.0.1' ? (1 as ServerId) : -1),
    isUnreachable: ({ name }) => name === 'silent',
    registeredAt: (peer) => (peer === 'roaming' ? (2 as ServerId) : -1),
    dundiSecret: () => 'of-dundi',
  });
}

describe('a peer', () => {
  it('with host=dynamic is where its server has registered, and nowhere before', () => {
    expect(parse('roaming/1', { name: 'roaming', host: 'dynamic' })?.host).toBe(2);
    expect(parse('relay/1', { name: 'relay', host: 'dynamic' })).toBeUndefined();
  });

  it('whose qualify has no answer is not called', () => {
    expect(parse('silent/1', { name: 'silent' })).toBeUndefined();
  });
});

describe('an address', () => {
  it('has user, secret, host, extension and context', () => {
    expect(parse('priv:secret@10.0.0.1:4569/1002@context')).toEqual({
      user: 'priv',
      secret: 'secret',
      hostText: '10.0.0.1:4569',
      host: 1,
      exten: '1002',
      context: 'context',
      maxMs: 0,
    });
  });

  it.each([
    ['10.0.0.1/1002', { user: '', secret: '', exten: '1002', context: '' }],
    ['priv@10.0.0.1/1002', { user: 'priv', secret: '' }],
    ['10.0.0.1', { exten: 's' }],
    ['10.0.0.1/', { exten: 's' }],
    ['10.0.0.1/@context', { exten: 's', context: 'context' }],
    ['10.0.0.1/1002/option', { exten: '1002' }],
    ['10.0.0.9/1002', { host: -1, hostText: '10.0.0.9' }],
    ['far.example.org/1002', { host: -1 }],
  ])('%s', (resource, parts) => {
    expect(parse(resource)).toMatchObject(parts);
  });

  it.each([['/1002'], ['priv@/1002'], ['nobody/1002'], ['']])('%s: nobody can be called', (resource) => {
    expect(parse(resource)).toBeUndefined();
  });
});

describe('the name of a peer', () => {
  it('brings what the Dial leaves out', () => {
    expect(parse('relay/1002')).toEqual({
      user: 'priv',
      secret: 'plain',
      hostText: 'relay',
      host: 1,
      exten: '1002',
      context: 'phones',
      maxMs: 600,
    });
  });

  it('and nothing that it says itself', () => {
    expect(parse('me:mine@relay/1002@here')).toMatchObject({ user: 'me', secret: 'mine', context: 'here', host: 1 });
  });

  it('has the secret of DUNDi where its section names the database', () => {
    expect(parse('relay/1002', { dbSecret: 'dundi/secret' })).toMatchObject({ secret: 'of-dundi' });
  });

  it.each(['', 'dynamic'])('with the host "%s" cannot be called', (host) => {
    expect(parse('relay/1002', { host })).toBeUndefined();
  });

  it('of a host that is nowhere is called in vain', () => {
    expect(parse('relay/1002', { host: '10.0.0.9' })).toMatchObject({ host: -1 });
  });
});
