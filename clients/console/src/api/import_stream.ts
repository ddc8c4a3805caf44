import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { endStreamFlag, endStreamFromJson } from '@connectrpc/connect/protocol-connect';
import type { Member } from '@/gen/counterpoint/v1/member_pb';
import {
  ImportMembersRequestSchema,
  ImportMembersResponseSchema,
  type ImportMembersResponse_Verdict,
} from '@/gen/counterpoint/v1/member_service_pb';
import { token } from './token';

const headSize = 5;

/**
 * ImportMembers from a browser, which can't send a body bit by bit: each batch is
 * a stream of one message, in Connect's envelopes, and is committed by itself.
 * `onVerdicts` is told of each batch with indices in `members`.
 */
export async function importMembers(
  parent: string,
  members: Member[],
  options: { validateOnly: boolean; batch?: number; signal?: AbortSignal },
  onVerdicts: (verdicts: ImportMembersResponse_Verdict[]) => void,
): Promise<void> {
  const batch = options.batch ?? 200;
  for (let begin = 0; begin < members.length; begin += batch) {
    const request = create(ImportMembersRequestSchema, {
      parent,
      members: members.slice(begin, begin + batch),
      validateOnly: options.validateOnly,
    });
    const verdicts = await exchange(toBinary(ImportMembersRequestSchema, request), options.signal);
    for (const verdict of verdicts) verdict.index += BigInt(begin);
    onVerdicts(verdicts);
  }
}

async function exchange(message: Uint8Array, signal?: AbortSignal): Promise<ImportMembersResponse_Verdict[]> {
  const response = await fetch('/counterpoint.v1.MemberService/ImportMembers', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/connect+proto',
      'Connect-Protocol-Version': '1',
      ...(token.value ? { Authorization: `Bearer ${token.value}` } : {}),
    },
    body: envelope(message) as BodyInit,
    signal: signal ?? null,
  });
  if (!response.ok) {
    throw new ConnectError(
      `HTTP ${response.status}`,
      response.status === 401 ? Code.Unauthenticated : Code.Unavailable,
    );
  }
  const verdicts: ImportMembersResponse_Verdict[] = [];
  for (const { flags, data } of envelopes(new Uint8Array(await response.arrayBuffer()))) {
    if (flags & endStreamFlag) {
      const { error } = endStreamFromJson(data);
      if (error) throw error;
    } else {
      verdicts.push(...fromBinary(ImportMembersResponseSchema, data).verdicts);
    }
  }
  return verdicts;
}

/** A message with its flags and its length before it. */
export function envelope(message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headSize + message.length);
  new DataView(bytes.buffer).setUint32(1, message.length);
  bytes.set(message, headSize);
  return bytes;
}

export function* envelopes(bytes: Uint8Array): Generator<{ flags: number; data: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + headSize <= bytes.length) {
    const size = view.getUint32(at + 1);
    yield { flags: bytes[at]!, data: bytes.subarray(at + headSize, at + headSize + size) };
    at += headSize + size;
  }
}
