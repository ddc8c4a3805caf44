import { shallowReactive } from 'vue';
import { MemberService } from '@/gen/counterpoint/v1/member_service_pb';
import type { MemberKind } from '@/gen/counterpoint/v1/vocabulary_pb';
import { clientOf } from './transport';

export interface NamedMember {
  name: string;
  displayName: { [language: string]: string };
  kind: MemberKind;
}

/** How members are called, by resource name, as far as it was wanted. */
export const memberNames = shallowReactive(new Map<string, NamedMember>());

const asked = new Set<string>();
let waiting: string[] = [];

/** Sees to it that `memberNames` has them; what several parts of a page want is asked for at once. */
export function wantNames(names: Iterable<string>): void {
  for (const name of names) {
    if (!name || asked.has(name)) continue;
    asked.add(name);
    if (!waiting.length) setTimeout(() => void ask());
    waiting.push(name);
  }
}

async function ask(): Promise<void> {
  const names = waiting;
  waiting = [];
  for (let begin = 0; begin < names.length; begin += 500) {
    await askFor(names.slice(begin, begin + 500));
  }
}

async function askFor(names: string[]): Promise<void> {
  const parent = names[0]!.split('/').slice(0, 2).join('/');
  try {
    const { members } = await clientOf(MemberService).batchGetMembers({ parent, names });
    for (const { name, displayName, kind } of members) memberNames.set(name, { name, displayName, kind });
  } catch {
    // One that is gone fails all of them: halve until it stands alone, shown by its id.
    if (names.length === 1) return;
    const half = Math.ceil(names.length / 2);
    await askFor(names.slice(0, half));
    await askFor(names.slice(half));
  }
}
