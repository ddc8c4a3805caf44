import { describe, expect, it } from 'vitest';
import { create } from '@bufbuild/protobuf';
import { marked, markedPairs, textAt } from '@/api/marks';
import { EvidenceSchema } from '@/gen/counterpoint/v1/match_pb';

describe('marked', () => {
  it('cuts by bytes of UTF-8, in Chinese too', () => {
    expect(marked('为展厅配乐', [{ begin: 3, end: 9 }])).toEqual([
      { text: '为', marked: false },
      { text: '展厅', marked: true },
      { text: '配乐', marked: false },
    ]);
  });

  it('takes spans in any order, overlapping and past the end', () => {
    const parts = marked('abcdef', [
      { begin: 4, end: 99 },
      { begin: 1, end: 3 },
      { begin: 2, end: 4 },
    ]);
    expect(parts.map(({ text }) => text).join('')).toBe('abcdef');
    expect(
      parts
        .filter((part) => part.marked)
        .map(({ text }) => text)
        .join(''),
    ).toBe('bcdef');
  });

  it('leaves a text without spans whole', () => {
    expect(marked('abc', [])).toEqual([{ text: 'abc', marked: false }]);
  });
});

describe('textAt', () => {
  it('follows indices and languages', () => {
    expect(textAt({ needs: [{ title: { zh: '配乐' } }] }, 'needs[0].title.zh')).toBe('配乐');
    expect(textAt({ needs: [] }, 'needs[0].title.zh')).toBe('');
    expect(textAt({ displayName: { en: 'A' } }, 'display_name.en')).toBe('A');
  });
});

describe('markedPairs', () => {
  it('takes the need from whoever seeks', () => {
    const evidence = create(EvidenceSchema, {
      side: 2,
      need: '1',
      offer: '1',
      words: [
        {
          word: 'sound',
          needSpans: [{ field: 'needs[0].title.en', begin: 0, end: 5 }],
          offerSpans: [{ field: 'offers[0].title.en', begin: 0, end: 5 }],
        },
      ],
    });
    const member = { offers: [{ title: { en: 'sound of a member' } }] };
    const partner = { needs: [{ title: { en: 'sound for a partner' } }] };
    const [pair] = markedPairs([evidence], member, partner);
    expect(pair!.need[0]!.parts).toEqual([
      { text: 'sound', marked: true },
      { text: ' for a partner', marked: false },
    ]);
    expect(pair!.offer[0]!.parts[1]!.text).toBe(' of a member');
  });
});
