// The public Connect client against a running service: nothing of it is ours.
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { describe, expect, it } from 'vitest';
import { BadRequestSchema } from '../src/gen/counterpoint/rpc/status_pb';
import { MemberService } from '../src/gen/counterpoint/v1/member_service_pb';
import { MemberKind } from '../src/gen/counterpoint/v1/vocabulary_pb';

const url = process.env.CONSOLE_URL ?? '';
const parent = 'alliances/shanghai-digital-culture';

describe.each([{ form: 'json' }, { form: 'binary' }])('in $form', ({ form }) => {
  const transport = createConnectTransport({ baseUrl: url, useBinaryFormat: form === 'binary' });
  const members = createClient(MemberService, transport);
  const id = `invented-${form}`;
  const member = { kind: MemberKind.CREATOR, displayName: { en: 'Invented for a test' } };

  it('reads a stream of changes', async () => {
    const wanted = `${parent}/members/${id}`;
    const end = new AbortController();
    const seen: string[] = [];
    let created: Promise<unknown> | undefined;
    const read = async () => {
      for await (const told of members.watchMembers({ parent }, { signal: end.signal })) {
        created ??= members.createMember({ parent, memberId: id, member });
        seen.push(...told.changes.map((change) => change.name));
        if (seen.includes(wanted)) end.abort();
      }
    };
    await expect(read()).rejects.toMatchObject({ code: Code.Canceled });
    await created;
    expect(seen).toContain(wanted);
  });

  it('gets every bad field of an error', async () => {
    const call = members.createMember({ parent, memberId: 'No Id', member: { region: '!' } });
    const error = await call.then(
      () => undefined,
      (reason: unknown) => ConnectError.from(reason),
    );
    expect(error?.code).toBe(Code.InvalidArgument);
    const fields = error
      ?.findDetails(BadRequestSchema)
      .flatMap((detail) => detail.fieldViolations.map((violation) => violation.field));
    expect(fields).toEqual(expect.arrayContaining(['member_id', 'member.region']));
  });

  it('meets a deadline', async () => {
    const read = async () => {
      for await (const told of members.watchMembers({ parent }, { timeoutMs: 500 })) void told;
    };
    await expect(read()).rejects.toMatchObject({ code: Code.DeadlineExceeded });
  });
});
