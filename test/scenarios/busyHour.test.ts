import { it } from 'vitest';
import { expectAsCommitted } from './compare.ts';

it('the busy hour gives the committed results, byte for byte', () => expectAsCommitted('busy-hour'), 180_000);
