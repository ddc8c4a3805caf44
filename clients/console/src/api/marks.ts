import type { Evidence } from '@/gen/counterpoint/v1/match_pb';

export interface Part {
  text: string;
  marked: boolean;
}

/** A text cut into what is marked and what is not. Spans are in bytes of UTF-8; they may overlap. */
export function marked(text: string, spans: { begin: number; end: number }[]): Part[] {
  if (!spans.length) return [{ text, marked: false }];
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  const parts: Part[] = [];
  let at = 0;
  const cut = (end: number, isMarked: boolean) => {
    if (end > at) parts.push({ text: decoder.decode(bytes.subarray(at, end)), marked: isMarked });
    at = Math.max(at, end);
  };
  for (const { begin, end } of [...spans].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    cut(Math.min(begin, bytes.length), false);
    cut(Math.min(end, bytes.length), true);
  }
  cut(bytes.length, false);
  return parts;
}

/** Who has texts that evidence points into: a member, or a typed need. */
export type Texts = object | undefined;

/** The text that a path such as "needs[0].title.zh" names. */
export function textAt(texts: Texts, path: string): string {
  let value: unknown = texts;
  for (const step of path.replace(/\[(\d+)\]/g, '.$1').split('.')) {
    if (typeof value !== 'object' || value === null) return '';
    value = (value as Record<string, unknown>)[camel(step)];
  }
  return typeof value === 'string' ? value : '';
}

const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

export interface MarkedText {
  field: string;
  parts: Part[];
}

/** A need and an offer that meet, with the texts of both in which something is shared. */
export interface MarkedPair {
  key: string;
  /** Whose need is met. */
  partnerSeeks: boolean;
  need: MarkedText[];
  offer: MarkedText[];
}

/** The texts of a match's evidence, by the side and the listings that meet. */
export function markedPairs(evidence: Evidence[], member: Texts, partner: Texts): MarkedPair[] {
  const pairs = new Map<
    string,
    { partnerSeeks: boolean; need: Map<string, Span[]>; offer: Map<string, Span[]> }
  >();
  for (const one of evidence) {
    const shared = [...one.topics, ...one.words];
    if (!shared.some(({ needSpans, offerSpans }) => needSpans.length || offerSpans.length)) continue;
    const key = `${one.side}/${one.need}/${one.offer}`;
    const pair = pairs.get(key) ?? { partnerSeeks: one.side === 2, need: new Map(), offer: new Map() };
    pairs.set(key, pair);
    for (const { needSpans, offerSpans } of shared) {
      for (const span of needSpans) pair.need.set(span.field, [...(pair.need.get(span.field) ?? []), span]);
      for (const span of offerSpans)
        pair.offer.set(span.field, [...(pair.offer.get(span.field) ?? []), span]);
    }
  }
  const texts = (owner: Texts, spans: Map<string, Span[]>) =>
    [...spans]
      .map(([field, list]) => ({ field, parts: marked(textAt(owner, field), list) }))
      .filter(({ parts }) => parts.some(({ text }) => text));
  return [...pairs].map(([key, { partnerSeeks, need, offer }]) => ({
    key,
    partnerSeeks,
    need: texts(partnerSeeks ? partner : member, need),
    offer: texts(partnerSeeks ? member : partner, offer),
  }));
}

interface Span {
  begin: number;
  end: number;
}
