import { describe, expect, it } from 'vitest';
import { newSerializer, TaskPool, type Serializer } from '../../../../src/model/server/pjsip/taskPool.ts';

/** A pool whose tasks run until the test ends them. */
class Alone {
  readonly begun: string[] = [];
  readonly pool: TaskPool<string>;
  private readonly serializers = new Map<string, Serializer<string>>();

  constructor(atStart: number, most = 50) {
    this.pool = new TaskPool<string>({ atStart, most, growBy: 1 }, (task) => this.begun.push(task));
  }

  of(name: string): Serializer<string> {
    const known = this.serializers.get(name) ?? newSerializer<string>();
    this.serializers.set(name, known);
    return known;
  }

  push(...names: readonly string[]): this {
    for (const name of names) this.pool.push(this.of(name), name);
    return this;
  }
}

describe('threads of a pool', () => {
  it('a serializer goes to the first thread without a queue, though it runs a task', () => {
    const lab = new Alone(4).push('a', 'b', 'c');
    expect(lab.begun).toEqual(['a', 'c']); // b is behind a, whose thread had no queue.
    lab.push('d', 'e', 'f');
    expect(lab.begun).toEqual(['a', 'c', 'e']); // d is behind c, f behind e.
    expect(lab.pool.waiting).toBe(3);
    lab.pool.done(lab.of('a'));
    expect(lab.begun).toEqual(['a', 'c', 'e', 'b']);
  });

  it('tasks of one serializer run one after another, those that come meanwhile in its next turn', () => {
    const lab = new Alone(1).push('a', 'a', 'b');
    expect(lab.begun).toEqual(['a']); // One turn, begun with one task; b is behind it.
    lab.pool.done(lab.of('a'));
    lab.pool.done(lab.of('b'));
    expect(lab.begun).toEqual(['a', 'b', 'a']);
  });

  it('grows by one where every queue is long, to its limit', () => {
    const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `s${i}`);
    const lab = new Alone(1, 2).push(...many(251));
    expect(lab.pool.threads).toBe(1);
    lab.push('x');
    expect([lab.pool.threads, lab.begun]).toEqual([2, ['s0', 'x']]);
    lab.push(...many(600).map((name) => `${name}+`));
    expect(lab.pool.threads).toBe(2);
  });
});
