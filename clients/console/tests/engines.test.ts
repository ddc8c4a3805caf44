import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// What Debian 12 has.
const oldest = [18, 19, 0];

interface Locked {
  engines?: { node?: string };
}
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, Locked>;
};

const compare = (a: number[], b: number[]) =>
  a.map((part, index) => part - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;

/** Whether one condition of a range, such as ">=18.12", "^18.0.0" or "18", holds. */
function holds(condition: string): boolean {
  const match = /^(>=|>|<=|<|\^|~|=)?v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(condition);
  if (!match) return condition === '*';
  const wanted = [Number(match[2]), Number(match[3] ?? 0), Number(match[4] ?? 0)];
  const order = compare(oldest, wanted);
  if (match[1] === '>=') return order >= 0;
  if (match[1] === '>') return order > 0;
  if (match[1] === '<=') return order <= 0;
  if (match[1] === '<') return order < 0;
  return wanted[0] === oldest[0] && order >= 0;
}
const runs = (range: string) =>
  range.split('||').some((all) =>
    all
      .trim()
      .replace(/([<>=^~])\s+/g, '$1')
      .split(/\s+/)
      .every(holds),
  );

describe('packages', () => {
  it('run on the Node.js of Debian 12, but for what the linter alone is made of', () => {
    const newer = Object.entries(packages)
      .filter(([name, { engines }]) => name && engines?.node && !runs(engines.node))
      .map(([name]) => name);
    expect(newer.filter((name) => !name.startsWith('node_modules/@typescript-eslint/'))).toEqual([]);
  });
});
