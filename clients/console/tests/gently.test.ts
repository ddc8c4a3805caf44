import { describe, expect, it } from 'vitest';
import { mapGently } from '@/api/gently';

describe('mapGently', () => {
  it('makes all in order', async () => {
    expect(await mapGently([1, 2, 3], (one) => one * 2)).toEqual([2, 4, 6]);
    expect(await mapGently([], String)).toEqual([]);
  });

  it('lets others have their turn', async () => {
    let turns = 0;
    const others = setInterval(() => ++turns);
    const busy = () => {
      for (const begun = performance.now(); performance.now() - begun < 10;);
      return turns;
    };
    const seen = await mapGently(Array.from({ length: 30 }), busy);
    clearInterval(others);
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBeGreaterThan(0);
  });
});
