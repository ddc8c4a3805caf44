import { describe, expect, it } from 'vitest';
import { messages } from '@/i18n/messages';

function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, one]) =>
    texts(one, path ? `${path}.${key}` : key),
  );
}
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const en = new Map(texts(messages.en));
const zh = new Map(texts(messages.zh));

describe('texts', () => {
  it('have the same keys in both languages', () => {
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it('have the same placeholders in both languages', () => {
    for (const [key, text] of en) expect(placeholders(zh.get(key)!), key).toEqual(placeholders(text));
  });

  it('hold Han characters in Chinese, and none in English but the name of the other language', () => {
    const same = ['common.title'];
    for (const [key, text] of en)
      if (text && key !== 'common.language') expect(text, key).not.toMatch(/\p{Script=Han}/u);
    for (const [key, text] of zh) {
      if (text && !same.includes(key) && key !== 'common.language')
        expect(text, key).toMatch(/\p{Script=Han}/u);
    }
  });

  it('exist for every key that the sources name', async () => {
    const sources = import.meta.glob('../src/**/*.{vue,ts}', {
      query: '?raw',
      import: 'default',
      eager: true,
    }) as Record<string, string>;
    for (const [file, source] of Object.entries(sources)) {
      if (file.includes('/gen/')) continue;
      for (const [, key] of source.matchAll(
        /'((?:common|glance|learning|ledger|members|matches|runs|sessions)\.[a-zA-Z0-9.]+)'/g,
      )) {
        const known = en.has(key!) || [...en.keys()].some((one) => one.startsWith(`${key}.`));
        expect(known, `${file}: ${key}`).toBe(true);
      }
    }
  });
});
