import type { Scenario } from '../../scenario/index.ts';

/** What a value of the path is in another unit, in which the field speaks. */
export interface PlanUnit {
  /** `channel` */
  readonly noun: string;
  /** Of one of the path's own. */
  readonly each: number;
}

const SPANS = /^servers\.([^.]+)\.trunks\.([^.]+)\.spans$/;

/** Spans of a trunk group have channels each; null: the path is in the field's own unit. */
export function planUnitOf(path: string, { servers }: Scenario['config']): PlanUnit | null {
  const [, server, group] = SPANS.exec(path) ?? [];
  const trunks = servers.find(({ name }) => name === server)?.trunks ?? {};
  const trunk = group !== undefined && Object.hasOwn(trunks, group) ? trunks[group] : undefined;
  return trunk === undefined || trunk.spans === 0 ? null : { noun: 'channel', each: trunk.channels / trunk.spans };
}
