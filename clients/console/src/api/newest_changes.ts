import { AllianceService } from '@/gen/counterpoint/v1/alliance_service_pb';
import type { MemberChange } from '@/gen/counterpoint/v1/member_change_pb';
import { MemberService } from '@/gen/counterpoint/v1/member_service_pb';
import { Code, ConnectError } from '@connectrpc/connect';
import { clientOf } from './transport';

/** The last changes of an alliance's members, the newest first. */
export async function newestChanges(
  alliance: string,
  limit: number,
  signal: AbortSignal,
): Promise<MemberChange[]> {
  const parent = `alliances/${alliance}`;
  const { revision } = await clientOf(AllianceService).getAlliance({ name: parent }, { signal });
  // Other records take revisions too: look further back until there are enough.
  for (let back = 64n; ; back *= 16n) {
    const start = revision > back ? revision - back : 0n;
    const changes = await changesSince(parent, start, limit, signal);
    if (changes.length >= limit || start === 0n || back > 1_000_000n) return changes.reverse();
  }
}

async function changesSince(
  parent: string,
  startRevision: bigint,
  limit: number,
  signal: AbortSignal,
): Promise<MemberChange[]> {
  const last: MemberChange[] = [];
  try {
    const parts = clientOf(MemberService).watchMembers(
      { parent, startRevision, untilPresent: true },
      { signal },
    );
    for await (const { changes } of parts) {
      last.push(...changes);
      if (last.length > limit) last.splice(0, last.length - limit);
    }
  } catch (error) {
    // The log no longer reaches back so far: what was read nearer has to do.
    if (ConnectError.from(error).code !== Code.OutOfRange) throw error;
  }
  return last;
}
