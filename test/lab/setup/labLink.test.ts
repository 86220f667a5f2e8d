import { describe, expect, it } from 'vitest';
import { LONGEST_LINK, linkOf, viewOf, type View } from '../../../src/lab/setup/labLink.ts';
import { EMPTY } from '../../../src/lab/setup/labSetup.ts';

const VIEW: View = {
  setup: {
    scenario: 'collapse',
    text: undefined,
    sets: ['servers.*.cachetime=5s', 'profile=whitepaper'],
    seed: 'a b',
    faults: ['{ at: 60s, crash: regpbx2 }', '{ at: 5m, restart: regpbx2 }'],
  },
  at: 72_500_123,
  speed: 0.05,
  selected: 'regpbx2 dunpbx1',
  call: 17,
  panel: 'calls',
  lesson: 'collapse',
  guess: 68.1,
};

describe('a link', () => {
  it('brings everything back', async () => {
    const link = (await linkOf(VIEW))!;
    expect(link).toMatch(/^v1\.[\w-]+$/);
    expect(await viewOf(link)).toEqual(VIEW);
  });

  it('holds an edited scenario too, unless it is too long', async () => {
    const text = 'title: mine\nduration: 5m\nphones:\n  office: { numbers: 1001..1100 }\n';
    const view = { ...VIEW, setup: { ...EMPTY, text } };
    expect(await viewOf((await linkOf(view))!)).toEqual(view);
    const noise = Array.from({ length: 1000 }, (_, i) => Math.imul(i + 1, 2_654_435_761).toString(36)).join(' ');
    expect(await linkOf({ ...view, setup: { ...EMPTY, text: noise } })).toBeUndefined();
  });

  it('with forty faults has at most 2 kB', async () => {
    const faults = Array.from({ length: 40 }, (_, i) => `{ at: ${i * 7 + 1}s${i}ms, crash: regpbx${(i % 5) + 1} }`);
    const link = await linkOf({ ...VIEW, setup: { ...VIEW.setup, faults } });
    expect(link!.length).toBeLessThanOrEqual(LONGEST_LINK);
  });

  it('that is damaged or foreign is none', async () => {
    const link = (await linkOf(VIEW))!;
    for (const wrong of ['', 'v2.abc', 'v1.', 'v1.????', link.slice(0, -9), `${link}${'A'.repeat(3000)}`])
      expect(await viewOf(wrong)).toBeUndefined();
    for (const packed of ['[]', '7', '{"t":"x"}', '{"o":"x"}', '{"f":[1]}', '{"v":0}', '{"t":-1}'])
      expect(await viewOf(await linkWith(packed))).toEqual(packed === '[]' ? expect.anything() : undefined);
  });
});

async function linkWith(json: string): Promise<string> {
  const stream = new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return `v1.${Buffer.from(bytes).toString('base64url')}`;
}
