import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { endStreamFlag, endStreamFromJson } from '@connectrpc/connect/protocol-connect';
import type { Member } from '@/gen/counterpoint/v1/member_pb';
import {
  ImportMembersRequestSchema,
  ImportMembersResponseSchema,
  type ImportMembersResponse_Verdict,
} from '@/gen/counterpoint/v1/member_service_pb';
import { patiently } from './patience';
import { refuse, token } from './token';

const headSize = 5;

/** Members that one call imports. */
export const importBatch = 200;

/**
 * ImportMembers from a browser, which can't send a body bit by bit: a stream of one
 * message, in Connect's envelopes, which is committed by itself. Where the service
 * has too much to do, it waits as long as that says and tells `onWait`. The verdicts
 * are in the order of the members.
 */
export function importMembers(
  parent: string,
  members: Member[],
  validateOnly: boolean,
  signal: AbortSignal,
  onWait: (seconds: number) => void,
): Promise<ImportMembersResponse_Verdict[]> {
  const request = toBinary(
    ImportMembersRequestSchema,
    create(ImportMembersRequestSchema, { parent, members, validateOnly }),
  );
  return patiently(() => exchange(request, signal), signal, onWait);
}

async function exchange(message: Uint8Array, signal: AbortSignal): Promise<ImportMembersResponse_Verdict[]> {
  const sent = token.value;
  const response = await fetch('/counterpoint.v1.MemberService/ImportMembers', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/connect+proto',
      'Connect-Protocol-Version': '1',
      ...(sent ? { Authorization: `Bearer ${sent}` } : {}),
    },
    body: envelope(message) as BodyInit,
    signal,
  });
  if (!response.ok) {
    if (response.status === 401) refuse(sent);
    throw new ConnectError(
      `HTTP ${response.status}`,
      response.status === 401 ? Code.Unauthenticated : Code.Unavailable,
    );
  }
  const verdicts: ImportMembersResponse_Verdict[] = [];
  for (const { flags, data } of envelopes(new Uint8Array(await response.arrayBuffer()))) {
    if (flags & endStreamFlag) {
      const { error } = endStreamFromJson(data);
      if (error?.code === Code.Unauthenticated) refuse(sent);
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
