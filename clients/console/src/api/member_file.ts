import Papa from 'papaparse';
import { mapGently } from './gently';
import { kinds, type ListingJson, type MemberJson } from './member_json';

/** What a column of a CSV file can be. */
export const targets = [
  'ignore',
  'id',
  'kind',
  'nameZh',
  'nameEn',
  'descriptionZh',
  'descriptionEn',
  'needsZh',
  'needsEn',
  'offersZh',
  'offersEn',
  'region',
  'sectors',
  'labels',
  'employees',
  'founded',
] as const;
export type Target = (typeof targets)[number];

export interface Table {
  columns: string[];
  rows: string[][];
}

const pieceSize = 4 << 20;

async function decodeAs(encoding: string, bytes: ArrayBuffer): Promise<string> {
  const decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8' });
  const begins = Array.from({ length: Math.ceil(bytes.byteLength / pieceSize) }, (_, i) => i * pieceSize);
  const pieces = await mapGently(begins, (begin) =>
    decoder.decode(new Uint8Array(bytes, begin, Math.min(pieceSize, bytes.byteLength - begin)), {
      stream: true,
    }),
  );
  return pieces.join('') + decoder.decode();
}

/** A file's text: UTF-8, or what spreadsheets in Chinese write. */
export function decode(bytes: ArrayBuffer): Promise<string> {
  return decodeAs('utf-8', bytes).catch(() => decodeAs('gb18030', bytes));
}

export function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** Lines with their numbers, from 1. */
function* linesOf(text: string): Generator<{ row: number; line: string }> {
  for (let begin = 0, row = 1; begin < text.length; ++row) {
    const end = text.indexOf('\n', begin);
    yield { row, line: text.slice(begin, end < 0 ? undefined : end) };
    begin = end < 0 ? text.length : end + 1;
  }
}

/** Members of JSON Lines or of one JSON array; what can't be read is told by line. */
export async function readJson(text: string): Promise<{
  members: MemberJson[];
  unreadable: { row: number; text: string }[];
}> {
  if (text.trimStart().startsWith('[')) {
    try {
      return { members: JSON.parse(text) as MemberJson[], unreadable: [] };
    } catch (error) {
      return { members: [], unreadable: [{ row: 1, text: (error as Error).message }] };
    }
  }
  const members: MemberJson[] = [];
  const unreadable: { row: number; text: string }[] = [];
  await mapGently(linesOf(text), ({ row, line }) => {
    if (!line.trim()) return;
    try {
      members.push(JSON.parse(line) as MemberJson);
    } catch (error) {
      unreadable.push({ row, text: (error as Error).message });
    }
  });
  return { members, unreadable };
}

export function readCsv(text: string): Table {
  const { data } = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), { skipEmptyLines: 'greedy' });
  const [columns = [], ...rows] = data;
  return { columns, rows };
}

const guesses: [RegExp, Target][] = [
  [/^(id|编号|代码)$/i, 'id'],
  [/kind|type|类型|类别/i, 'kind'],
  [/(name|名).*(en|英)|英文名/i, 'nameEn'],
  [/name|名称|企业|单位|机构/i, 'nameZh'],
  [/(desc|简介|介绍).*(en|英)/i, 'descriptionEn'],
  [/desc|about|简介|介绍/i, 'descriptionZh'],
  [/(need|需求).*(en|英)/i, 'needsEn'],
  [/need|seek|需求/i, 'needsZh'],
  [/(offer|供给).*(en|英)/i, 'offersEn'],
  [/offer|give|供给|提供|产品|服务/i, 'offersZh'],
  [/region|country|地区|省|城市/i, 'region'],
  [/sector|topic|领域|行业|主题/i, 'sectors'],
  [/label|tag|标签/i, 'labels'],
  [/employee|staff|员工|人数/i, 'employees'],
  [/found|成立/i, 'founded'],
];

/** What a column most likely is, by its name. */
export function guess(column: string): Target {
  return guesses.find(([pattern]) => pattern.test(column.trim()))?.[1] ?? 'ignore';
}

const kindWords: Record<string, string> = {
  技术供应商: 'TECHNOLOGY_SUPPLIER',
  应用场景单位: 'SCENE_UNIT',
  场景单位: 'SCENE_UNIT',
  科研院校: 'RESEARCH_INSTITUTION',
  科研机构: 'RESEARCH_INSTITUTION',
  公共服务平台: 'PUBLIC_SERVICE_PLATFORM',
  创作者: 'CREATOR',
  投资机构: 'INVESTOR',
};

function kindOf(cell: string): string {
  const name = cell.toUpperCase().replace(/[\s-]+/g, '_');
  return kinds.some((kind) => kind.name === name) ? name : (kindWords[cell] ?? cell);
}

const several = (cell: string) =>
  cell
    .split(/[;；\n]/)
    .map((one) => one.trim())
    .filter(Boolean);

/** Listings by position: the second Chinese and the second English one are the same listing. */
function listings(zh: string[], en: string[]): ListingJson[] {
  return Array.from({ length: Math.max(zh.length, en.length) }, (_, index) => ({
    title: { ...(zh[index] ? { zh: zh[index] } : {}), ...(en[index] ? { en: en[index] } : {}) },
  }));
}

export function memberOfRow(row: string[], use: Target[]): MemberJson {
  const cell = (target: Target) =>
    use
      .flatMap((one, index) => (one === target && row[index]?.trim() ? [row[index]!.trim()] : []))
      .join('; ');
  const both = (zh: Target, en: Target) => ({
    ...(cell(zh) ? { zh: cell(zh) } : {}),
    ...(cell(en) ? { en: cell(en) } : {}),
  });
  const member: MemberJson = {
    name: `members/${cell('id')}`,
    kind: kindOf(cell('kind')),
    displayName: both('nameZh', 'nameEn'),
    description: both('descriptionZh', 'descriptionEn'),
    needs: listings(several(cell('needsZh')), several(cell('needsEn'))),
    offers: listings(several(cell('offersZh')), several(cell('offersEn'))),
    region: cell('region'),
    sectors: several(cell('sectors')),
    labels: several(cell('labels')),
  };
  if (cell('employees')) member.employeeCount = cell('employees');
  if (cell('founded')) member.foundingYear = cell('founded');
  return member;
}
