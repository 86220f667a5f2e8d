import type { Reply, Request } from '../engine/exchange.ts';
import type { Given } from '../engine/labScenario.ts';
import { PACKED } from '../setup/packedIds.ts';
import { unpacked } from './packedScript.ts';

type Asked = Exclude<Request, { kind: 'hello' }>;
type WithoutId<R> = R extends unknown ? Omit<R, 'id'> : never;

/** A worker with the engine in it, and the replies to its newest request of each kind. */
export class WorkerClient {
  private readonly worker: Worker;
  private readonly listener: (reply: Reply) => void;
  private readonly newest = new Map<Asked['kind'], number>();
  private lastId = 0;

  /** `script`: of `workerScript`. */
  constructor(script: string, given: Given | undefined, listener: (reply: Reply) => void) {
    this.worker = new Worker(script);
    this.listener = listener;
    this.worker.onmessage = ({ data }: MessageEvent<Reply>) => this.receive(data);
    this.post({ kind: 'hello', given });
  }

  ask(request: WithoutId<Asked>): void {
    const id = ++this.lastId;
    this.newest.set(request.kind, id);
    this.post({ ...request, id } as Request);
  }

  private post(request: Request): void {
    this.worker.postMessage(request, []);
  }

  /** Replies to older requests are dropped: a worker may have sent them before it saw the new one. */
  private receive(reply: Reply): void {
    if (reply.kind === 'ready' || [...this.newest.values()].includes(reply.id)) this.listener(reply);
  }
}

/** The worker's script as an address. */
export async function workerScript(): Promise<string> {
  return URL.createObjectURL(new Blob([await unpacked(PACKED.worker)], { type: 'text/javascript' }));
}
