import { describe, expect, it } from 'vitest';
import { envelope, envelopes } from '@/api/import_stream';
import { slotStarts } from '@/api/session_json';
import { textsOf } from '@/api/problem';

describe('envelopes', () => {
  it('come out as they went in, with the flags of the last', () => {
    const last = envelope(new Uint8Array([9]));
    last[0] = 2;
    const bytes = new Uint8Array([
      ...envelope(new Uint8Array([1, 2])),
      ...envelope(new Uint8Array()),
      ...last,
    ]);
    expect([...envelopes(bytes)].map(({ flags, data }) => [flags, ...data])).toEqual([
      [0, 1, 2],
      [0],
      [2, 9],
    ]);
  });
});

describe('slotStarts', () => {
  it('fit whole meetings between two times', () => {
    expect(slotStarts('09:30', '10:30', 20, 5)).toEqual(['09:30', '09:55']);
    expect(slotStarts('09:30', '09:40', 20, 5)).toEqual([]);
    expect(slotStarts('09:30', '10:30', 0, 0)).toEqual([]);
  });
});

describe('textsOf', () => {
  it('takes what is said of a field and of what is below it, not of its neighbours', () => {
    const fields = [
      { field: 'member.needs[0].title.zh', text: 'a' },
      { field: 'member.needs[0]', text: 'b' },
      { field: 'member.needs[01]', text: 'c' },
    ];
    expect(textsOf(fields, 'needs[0]', 'member.')).toBe('a; b');
    expect(textsOf(fields, 'needs[0].title', 'member.')).toBe('a');
  });
});
