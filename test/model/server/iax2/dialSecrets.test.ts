import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { HOUR } from '../../../../src/kernel/units.ts';
import type { ServerId } from '../../../../src/model/ids.ts';
import { DialSecrets } from '../../../../src/model/server/iax2/dialSecrets.ts';

const [HERE, THERE] = [0, 1] as ServerId[];

function made(): { readonly sim: Simulation; readonly secrets: DialSecrets } {
  const sim = new Simulation({ seed: 'secrets' });
  return { sim, secrets: new DialSecrets(sim, ['here', 'there']) };
}

describe('the dial secret of a server', () => {
  it('is 22 digits of base64 without a slash, another one on each server, the same for a seed', () => {
    const { secrets } = made();
    expect(secrets.of(HERE!)).toMatch(/^[A-Za-z0-9+]{22}$/);
    expect(secrets.of(THERE!)).not.toBe(secrets.of(HERE!));
    expect(made().secrets.of(HERE!)).toBe(secrets.of(HERE!));
    expect([secrets.accepts(HERE!, secrets.of(HERE!)), secrets.accepts(HERE!, secrets.of(THERE!))]).toEqual([
      true,
      false,
    ]);
  });

  it('is a new one each hour; the one before is good for an hour more', () => {
    const { sim, secrets } = made();
    const first = secrets.of(HERE!);
    expect(secrets.stored(HERE!)).toBe(`${first};${first}`);
    sim.run(HOUR - 1);
    expect(secrets.of(HERE!)).toBe(first);
    sim.run(HOUR);
    const second = secrets.of(HERE!);
    expect(second).not.toBe(first);
    expect(secrets.stored(HERE!)).toBe(`${first};${second}`);
    expect([first, second].map((secret) => secrets.accepts(HERE!, secret))).toEqual([true, true]);
    sim.run(2 * HOUR);
    expect([first, second].map((secret) => secrets.accepts(HERE!, secret))).toEqual([false, true]);
  });

  it('that nobody has looked at for long is as old as if somebody had', () => {
    const { sim, secrets } = made();
    const first = secrets.of(HERE!);
    sim.run(2.5 * HOUR);
    expect(secrets.accepts(HERE!, first)).toBe(false);
    const third = secrets.of(HERE!);
    sim.run(3 * HOUR);
    expect(secrets.of(HERE!)).not.toBe(third);
  });

  it('is new on another disk, and what was advertised is refused', () => {
    const { sim, secrets } = made();
    const [first, other] = [secrets.of(HERE!), secrets.of(THERE!)];
    sim.run(HOUR / 2);
    secrets.loseDisk(HERE!);
    const second = secrets.of(HERE!);
    expect([secrets.accepts(HERE!, first), secrets.stored(HERE!)]).toEqual([false, `${second};${second}`]);
    sim.run(1.4 * HOUR);
    expect([secrets.of(HERE!), secrets.of(THERE!) === other]).toEqual([second, false]);
  });
});
