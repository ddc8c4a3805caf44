import { computed, type ComputedRef } from 'vue';
import { language } from '@/i18n';
import type { MeetingPair, Participant, Session } from '@/gen/counterpoint/v1/session_pb';
import { SessionService } from '@/gen/counterpoint/v1/session_service_pb';
import { useCall, type Call } from './call';
import { memberNames, wantNames } from './member_names';
import { labelOf, sessionName, textIn } from './names';
import { clientOf } from './transport';

export interface LoadedSession {
  load: Call<[], { session: Session; participants: Participant[] }>;
  session: ComputedRef<Session | undefined>;
  participants: ComputedRef<Participant[]>;
  /** Slots of all days in order. */
  slots: ComputedRef<string[]>;
  /** How a member is called, by resource name. */
  label: (member: string) => string;
  tableLabel: (id: string) => string;
}

/** A session with everybody who takes part, as the pages of a session need it. */
export function useSession(alliance: string, id: string): LoadedSession {
  const name = sessionName(alliance, id);
  const load = useCall(async (signal: AbortSignal) => {
    const service = clientOf(SessionService);
    const [session, participants] = await Promise.all([
      service.getSession({ name }, { signal }),
      everybody(name, signal),
    ]);
    return { session, participants };
  });
  const participants = computed(() => load.answer.value?.participants ?? []);
  const names = computed(
    () =>
      new Map(participants.value.map((one) => [memberOf(one.name), textIn(one.displayName, language.value)])),
  );
  const session = computed(() => load.answer.value?.session);
  return {
    load,
    session,
    participants,
    slots: computed(() => (session.value?.days ?? []).flatMap(({ slots }) => slots.map(({ slot }) => slot))),
    label: (member) => {
      const known = names.value.get(member);
      if (known) return known;
      wantNames([member]);
      return labelOf(memberNames.get(member) ?? { name: member, displayName: {} }, language.value);
    },
    tableLabel: (table) => {
      const found = session.value?.tables.find((one) => one.id === table);
      return (found && textIn(found.displayName, language.value)) || table;
    },
  };
}

async function everybody(parent: string, signal: AbortSignal): Promise<Participant[]> {
  const all: Participant[] = [];
  let pageToken = '';
  do {
    const page = await clientOf(SessionService).listParticipants(
      { parent, pageSize: 1000, pageToken },
      { signal },
    );
    all.push(...page.participants);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return all;
}

/** The member that a participant is. */
export function memberOf(participant: string): string {
  const [, alliance, , , , member] = participant.split('/');
  return `alliances/${alliance}/members/${member}`;
}

export function samePair(a: MeetingPair | undefined, b: MeetingPair | undefined): boolean {
  if (!a || !b) return false;
  return (
    (a.participant === b.participant && a.partner === b.partner) ||
    (a.participant === b.partner && a.partner === b.participant)
  );
}

/** "09:30" of "2027-03-02T09:30". */
export const timeOf = (slot: string) => slot.slice(11);
export const dateOf = (slot: string) => slot.slice(0, 10);

/** "2027-03-02T09:30" as "2 Mar, 09:30". */
export function slotLabel(slot: string, language: string): string {
  const day = new Date(`${dateOf(slot)}T00:00:00`).toLocaleDateString(language === 'zh' ? 'zh-CN' : 'en-GB', {
    month: 'short',
    day: 'numeric',
  });
  return `${day} ${timeOf(slot)}`;
}
