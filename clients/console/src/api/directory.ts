import { reactive } from 'vue';
import { MemberService } from '@/gen/counterpoint/v1/member_service_pb';
import type { Member } from '@/gen/counterpoint/v1/member_pb';
import type { MemberKind } from '@/gen/counterpoint/v1/vocabulary_pb';
import { problemOf, type Problem } from './problem';
import { idOf } from './names';
import { clientOf } from './transport';

/** What the console keeps of each member to search and to count. */
export interface DirectoryEntry {
  name: string;
  displayName: { [language: string]: string };
  kind: MemberKind;
  region: string;
  needs: number;
  offers: number;
  /** What a search looks in. */
  text: string;
}

export interface TopicCount {
  seekers: number;
  givers: number;
}

/** The members of one alliance, read once in the background. */
export interface Directory {
  entries: DirectoryEntry[];
  topics: Map<string, TopicCount>;
  /** Rises with each piece that has come; what is not reactive is read anew with it. */
  read: number;
  done: boolean;
  revision: bigint;
  problem: Problem | null;
}

const directories = new Map<string, Directory>();

/**
 * The directory of an alliance. Reading it begins with the first call, goes on in
 * the background piece by piece, and never blocks the page.
 */
export function directoryOf(alliance: string): Directory {
  let directory = directories.get(alliance);
  if (!directory) {
    directory = begin();
    directories.set(alliance, directory);
    void fill(directory, alliance);
  }
  return directory;
}

/** Reads it anew with the next use: members were changed. */
export function forgetDirectory(alliance: string): void {
  directories.delete(alliance);
}

function begin(): Directory {
  return reactive({
    entries: markPlain([]),
    topics: markPlain(new Map()),
    read: 0,
    done: false,
    revision: 0n,
    problem: null,
  });
}

// Vue leaves frozen-by-mark objects alone: 100,000 entries need no proxies.
function markPlain<T extends object>(value: T): T {
  Object.defineProperty(value, '__v_skip', { value: true });
  return value;
}

async function fill(directory: Directory, alliance: string): Promise<void> {
  try {
    let told = 0;
    const parts = clientOf(MemberService).streamMembers({ parent: `alliances/${alliance}` });
    for await (const part of parts) {
      for (const member of part.members) add(directory, member);
      directory.revision = part.revision;
      // Pages count anew with each rise: a few times a second is enough.
      if (Date.now() - told > 250) {
        directory.read = directory.entries.length;
        told = Date.now();
      }
      // Between two pieces the page gets its turn.
      await new Promise((resolve) => setTimeout(resolve));
    }
    directory.read = directory.entries.length;
    directory.done = true;
  } catch (error) {
    directory.problem = problemOf(error);
    directories.delete(alliance);
  }
}

function add(directory: Directory, member: Member): void {
  const { name, displayName, kind, region } = member;
  directory.entries.push({
    name,
    displayName,
    kind,
    region,
    needs: member.needs.length,
    offers: member.offers.length,
    text: [idOf(name), ...Object.values(displayName)].join('\n').toLowerCase(),
  });
  count(directory.topics, member.needs, 'seekers');
  count(directory.topics, member.offers, 'givers');
}

/** Each member counts once for a topic, in however many listings it has it. */
function count(
  topics: Map<string, TopicCount>,
  listings: { topics: string[] }[],
  side: keyof TopicCount,
): void {
  for (const topic of new Set(listings.flatMap((listing) => listing.topics))) {
    const counted = topics.get(topic) ?? { seekers: 0, givers: 0 };
    counted[side] += 1;
    topics.set(topic, counted);
  }
}

/** Entries whose id or name holds all words of a query; those that begin so come first. */
export function searchDirectory(directory: Directory, query: string, limit: number): DirectoryEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found: DirectoryEntry[] = [];
  const later: DirectoryEntry[] = [];
  for (const entry of directory.entries) {
    if (!words.every((word) => entry.text.includes(word))) continue;
    const begins = !words.length || entry.text.startsWith(words[0]!) || entry.text.includes(`\n${words[0]}`);
    (begins ? found : later).push(entry);
    if (found.length >= limit) break;
  }
  return [...found, ...later].slice(0, limit);
}
