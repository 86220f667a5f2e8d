import type { Remarks } from '../remarks.ts';
import type { Parts } from '../server.ts';

export function reviewServer(_parts: Parts, _remarks: Remarks): void {}
