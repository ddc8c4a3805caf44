import { create } from '@bufbuild/protobuf';
import { DurationSchema } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError } from '@connectrpc/connect';
import { describe, expect, it } from 'vitest';
import { asQuery } from '@/api/member_search';
import { patiently, retryAfter } from '@/api/patience';
import { RetryInfoSchema } from '@/gen/counterpoint/rpc/status_pb';

function tooMuch(seconds: number, code = Code.ResourceExhausted): ConnectError {
  const error = new ConnectError('too much', code);
  const retryDelay = create(DurationSchema, {
    seconds: BigInt(Math.floor(seconds)),
    nanos: Math.round((seconds % 1) * 1e9),
  });
  error.details.push({ desc: RetryInfoSchema, value: { retryDelay } });
  return error;
}

describe('patiently', () => {
  it('comes back when the service says so, and tells that it waits', async () => {
    let refusals = 3;
    const waits: number[] = [];
    const answer = await patiently(
      () => (refusals-- > 0 ? Promise.reject(tooMuch(0.01)) : Promise.resolve('done')),
      undefined,
      (seconds) => waits.push(seconds),
    );
    expect(answer).toBe('done');
    expect(waits.filter((seconds) => seconds > 0)).toHaveLength(3);
    expect(waits[waits.length - 1]).toBe(0);
  });

  it('passes other errors on at once', async () => {
    let calls = 0;
    const call = patiently(() => {
      calls += 1;
      return Promise.reject(new ConnectError('no', Code.ResourceExhausted));
    });
    await expect(call).rejects.toMatchObject({ code: Code.ResourceExhausted });
    expect(calls).toBe(1);
  });

  it('stops waiting when it is cancelled', async () => {
    const end = new AbortController();
    const call = patiently(
      () => Promise.reject(tooMuch(60)),
      end.signal,
      () => end.abort(),
    );
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('retryAfter', () => {
  it('reads seconds and parts of them', () => {
    expect(retryAfter(tooMuch(2.5))).toBe(2.5);
    expect(retryAfter(tooMuch(1, Code.Unavailable))).toBe(1);
    expect(retryAfter(tooMuch(1, Code.NotFound))).toBeUndefined();
    expect(retryAfter(new TypeError('no'))).toBeUndefined();
  });
});

describe('asQuery', () => {
  it('cuts between characters at what the service takes', () => {
    expect(asQuery('乐'.repeat(100))).toBe('乐'.repeat(66));
    expect(asQuery('a\tb')).toBe('a b');
  });
});
