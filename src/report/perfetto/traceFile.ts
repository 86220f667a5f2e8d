import type { Micros } from '../../kernel/units.ts';

/** Takes the text of a file, in order. */
export interface TextSink {
  write(text: string): void;
}

/** A track: a thread of a process, in the words of the format. */
export interface Track {
  readonly pid: number;
  readonly tid: number;
}

type Arguments = Readonly<Record<string, string | number>>;

/**
 * Chrome's trace event format as a JSON object, an event a line; Perfetto and chrome://tracing read it. Times are µs of
 * virtual time.
 */
export class TraceFile {
  private readonly sink: TextSink;
  private isFirst = true;

  /** @param other shown as metadata of the trace */
  constructor(sink: TextSink, other: Arguments) {
    this.sink = sink;
    sink.write(`{"displayTimeUnit":"ms","otherData":${JSON.stringify(other)},"traceEvents":[\n`);
  }

  nameProcess(pid: number, name: string): void {
    this.put({ ph: 'M', name: 'process_name', pid, args: { name } });
    this.put({ ph: 'M', name: 'process_sort_index', pid, args: { sort_index: pid } });
  }

  nameTrack({ pid, tid }: Track, name: string): void {
    this.put({ ph: 'M', name: 'thread_name', pid, tid, args: { name } });
    this.put({ ph: 'M', name: 'thread_sort_index', pid, tid, args: { sort_index: tid } });
  }

  /** Something that takes time. A span within another of its track is shown below it. */
  span(track: Track, category: string, name: string, from: Micros, until: Micros, args: Arguments = {}): void {
    this.put({ ph: 'X', cat: category, name, ...track, ts: from, dur: until - from, args });
  }

  /** A moment: of a process, or (pid 0) of all. */
  mark(pid: number, category: string, name: string, at: Micros): void {
    this.put({ ph: 'i', cat: category, name, pid, tid: 0, ts: at, s: pid === 0 ? 'g' : 'p' });
  }

  /** An arrow from a span to another, each by its track and a moment in it. */
  flow(id: number, category: string, from: Track, at: Micros, to: Track, there: Micros): void {
    const flow = { cat: category, name: category, id };
    this.put({ ph: 's', ...flow, ...from, ts: at });
    this.put({ ph: 'f', bp: 'e', ...flow, ...to, ts: there });
  }

  end(): void {
    this.sink.write('\n]}\n');
  }

  private put(event: Readonly<Record<string, unknown>>): void {
    this.sink.write(`${this.isFirst ? '' : ',\n'}${JSON.stringify(event)}`);
    this.isFirst = false;
  }
}
