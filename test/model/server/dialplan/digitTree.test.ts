import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DigitTree, digitsKnown, goesOn, isThere } from '../../../../src/model/server/dialplan/digitTree.ts';

const text = fc.stringMatching(/^[0-2]{1,5}$/);

it('one walk tells what `has` and `isBegun` tell of a text and of all its beginnings', () => {
  fc.assert(
    fc.property(fc.array(text), fc.array(text), (changed, asked) => {
      const tree = new DigitTree();
      const members = new Set<string>();
      for (const one of changed) {
        if (members.delete(one)) tree.remove(one);
        else {
          members.add(one);
          tree.add(one);
        }
      }
      for (const one of [...changed, ...asked]) {
        const walk = tree.walk(one);
        const canMatch = (prefix: string): boolean => tree.has(prefix) || tree.isBegun(prefix);
        const known = Array.from(one, (_, i) => one.slice(0, i + 1)).filter((prefix) => canMatch(prefix)).length;
        expect([isThere(walk), goesOn(walk), digitsKnown(walk)]).toEqual([tree.has(one), tree.isBegun(one), known]);
      }
    }),
  );
});
