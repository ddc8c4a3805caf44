import { describe, expect, it } from 'vitest';
import { decode, guess, isJson, memberOfRow, readCsv, readJson } from '@/api/member_file';
import { memberFromJson } from '@/api/member_json';

describe('member files', () => {
  it('read JSON Lines and tell the lines that are none', async () => {
    const { members, unreadable } = await readJson('{"name":"members/a"}\r\n\n{oops\n{"name":"members/b"}\n');
    expect(members.map(({ name }) => name)).toEqual(['members/a', 'members/b']);
    expect(unreadable.map(({ row }) => row)).toEqual([3]);
  });

  it('read one JSON array, or tell that it is none', async () => {
    const { members } = await readJson('[{"name":"members/a"},\n{"name":"members/b"}]');
    expect(members.map(({ name }) => name)).toEqual(['members/a', 'members/b']);
    expect((await readJson('[{')).unreadable).toHaveLength(1);
  });

  it('read CSV with quoted cells and a byte order mark', () => {
    expect(readCsv('\ufeff编号,名称\r\na,"甲, 乙\n丙"\r\n')).toEqual({
      columns: ['编号', '名称'],
      rows: [['a', '甲, 乙\n丙']],
    });
  });

  const utf8 = (text: string) => decode(new TextEncoder().encode(text).buffer as ArrayBuffer);
  it('read what spreadsheets in Chinese write', async () => {
    expect(await decode(new Uint8Array([0xd6, 0xd0]).buffer)).toBe('中');
    expect(await decode(new Uint8Array([0xe4, 0xb8]).buffer)).toBe('涓');
    expect(await utf8('中')).toBe('中');
    expect(await utf8('')).toBe('');
  });

  it('read large ones whole, wherever a character is cut', async () => {
    const text = `a${'中文'.repeat(2_000_000)}`;
    expect((await utf8(text)) === text).toBe(true);
  });

  it('know JSON from CSV', () => {
    expect(isJson(' {"a":1}')).toBe(true);
    expect(isJson('id,name')).toBe(false);
  });

  it('guess columns by their names in both languages', () => {
    expect(['id', '企业名称', 'English name', 'Needs', '供给', '地区', '备注'].map(guess)).toEqual([
      'id',
      'nameZh',
      'nameZh',
      'needsZh',
      'offersZh',
      'region',
      'ignore',
    ]);
  });

  it('make members of rows that the service can be sent', () => {
    const member = memberOfRow(
      ['a', '创作者', '甲', '作曲; 配器', '65'],
      ['id', 'kind', 'nameZh', 'needsZh', 'employees'],
    );
    const message = memberFromJson(member);
    expect(message.name).toBe('members/a');
    expect(message.kind).toBe(5);
    expect(message.needs.map(({ title }) => title.zh)).toEqual(['作曲', '配器']);
    expect(message.employeeCount).toBe(65);
  });
});
