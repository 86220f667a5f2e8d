/** The worker's entry: the same engine as in Node, behind messages. */
import * as z from 'zod';
import packed from 'virtual:shipped';
import type { Request } from './exchange.ts';
import { LabEngine } from './labEngine.ts';
import { unpackShipped } from './shippedPack.ts';

declare const VERSION: string;

/** What a worker has, of the browser's globals. */
interface Port {
  onmessage: ((event: { readonly data: Request }) => void) | null;
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
}

// zod would try `new Function`, which the page's Content-Security-Policy refuses.
z.config({ jitless: true });

const port = globalThis as unknown as Port;
const turns = new MessageChannel();
const waiting: (() => void)[] = [];
turns.port1.onmessage = () => waiting.shift()?.();

/** Behind the messages that are there: a timer would wait at least 4 ms. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    turns.port2.postMessage(0);
  });
}

const engine = new LabEngine(
  unpackShipped(packed),
  VERSION,
  (reply, transfer) => port.postMessage(reply, transfer ?? []),
  turn,
);
port.onmessage = ({ data }) => void engine.take(data);
