import { PHONE_KINDS, type PhoneKind, type RefreshPoint, type RetryRule } from '../../model/phone/kinds.ts';
import { parseDuration } from '../../text/duration.ts';
import type { Reading } from '../reading/reader.ts';
import type { KindData } from '../reading/schema.ts';
import type { Path } from '../reading/tree.ts';
import { parseWindow } from '../reading/scenarioValues.ts';

/** A kind from the table, with what the scenario wants different. */
export function phoneKind(data: KindData, reading: Reading, path: Path): PhoneKind {
  const { like = 'generic', refresh, retry, jitter, ...rest } = data;
  const base = PHONE_KINDS[like] ?? PHONE_KINDS['generic']!;
  const changed: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(rest)) if (value !== undefined) changed[key] = value;
  if (jitter !== undefined) changed['jitterRatio'] = jitter;
  if (refresh !== undefined)
    changed['refresh'] = parseRefresh(refresh) ?? refused('refresh', refresh, REFRESH_EXPECTED);
  if (retry !== undefined) changed['retry'] = parseRetry(retry) ?? refused('retry', retry, RETRY_EXPECTED);
  return changed as unknown as PhoneKind;

  function refused(key: string, found: string, expected: string): undefined {
    reading.mistake([...path, key], `found "${found}", expected ${expected}`);
    return undefined;
  }
}

const REFRESH_EXPECTED =
  'a share of the granted time (50%), a time before its end (60s before), or both (50% at most 15s before)';

function parseRefresh(text: string): RefreshPoint | undefined {
  const found = /^(?:(\d{1,2}(?:\.\d+)?)%)?\s*(?:(at most )?(\S+) before)?$/.exec(text.trim());
  if (found === null) return undefined;
  const [, share, atMost, time] = found;
  const before = time === undefined ? 0 : parseDuration(time);
  if (before === undefined) return undefined;
  if (share === undefined) return time === undefined || atMost !== undefined ? undefined : { kind: 'before', before };
  if (Number(share) === 0 || (time !== undefined && atMost === undefined)) return undefined;
  return { kind: 'ratio', ratio: Number(share) / 100, atMostBefore: before };
}

const RETRY_EXPECTED = 'a time (30s), uniform 30s..60s, or backoff 60s..30m (RFC 5626: base and maximum)';

function parseRetry(text: string): RetryRule | undefined {
  const after = parseDuration(text);
  if (after !== undefined) return after > 0 ? { kind: 'fixed', after } : undefined;
  const found = /^(uniform|backoff)\s+(\S+)$/.exec(text.trim());
  const times = found === null ? undefined : parseWindow(found[2]!);
  if (found === null || times === undefined || times.from === 0) return undefined;
  return found[1] === 'uniform'
    ? { kind: 'uniform', from: times.from, to: times.until }
    : { kind: 'rfc5626', base: times.from, max: times.until };
}
