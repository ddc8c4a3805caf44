import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  MeetingWish_Kind,
  Participant_DayPart,
  type ParticipantSchema,
  type Session,
} from '@/gen/counterpoint/v1/session_pb';
import { readCsv } from './member_file';
import { idOf, memberName } from './names';

export const participantColumns = [
  'member',
  'away',
  'delegates',
  'least',
  'most',
  'prefers',
  'languages',
  'needs',
  'must',
  'wants',
  'wont',
] as const;
type Column = (typeof participantColumns)[number];

/** Something wrong with a row: a text of `sessions.rowProblem`, and what it is about. */
export interface RowProblem {
  key: 'number' | 'slots' | 'part' | 'missing' | 'twice' | 'stranger' | 'refused';
  value: string;
}

export interface ParticipantRow {
  /** In the file, counted from 1 with the headings. */
  line: number;
  /** Id of the member. */
  member: string;
  participant: MessageInitShape<typeof ParticipantSchema>;
  problems: RowProblem[];
}

export interface ParticipantFile {
  rows: ParticipantRow[];
  /** Headings that are not known; nothing is read then. */
  strange: string[];
}

const minutes = (time: string) => {
  const match = /^(\d\d):(\d\d)$/.exec(time);
  return match && Number(match[1]) < 24 && Number(match[2]) < 60
    ? Number(match[1]) * 60 + Number(match[2])
    : undefined;
};

/**
 * The slots that a text means, as the command line reads it: a slot by its name
 * ("2027-03-02T09:00"), or all of which a part lies in a range of one day
 * ("2027-03-02T09:00-11:00"), of every day ("09:00-11:00"), or in a day
 * ("2027-03-02"). None where it means none.
 */
export function slotsOf(session: Session, typed: string): string[] {
  const match = /^(\d{4}-\d\d-\d\d)?(?:(?:^|T)(\d\d:\d\d)(?:-(\d\d:\d\d))?)?$/.exec(typed);
  if (!match || !typed) return [];
  const [, date, from, to] = match;
  const begin = from === undefined ? 0 : minutes(from);
  const end = from === undefined ? 24 * 60 : to === undefined ? undefined : minutes(to);
  if (begin === undefined || (from && to && end === undefined) || (from && !to && !date)) return [];
  return session.days
    .filter((day) => !date || day.date === date)
    .flatMap((day) =>
      day.slots.filter((slot) => {
        const start = minutes(slot.start)!;
        return end === undefined ? start === begin : start < end && start + slot.minutes > begin;
      }),
    )
    .map(({ slot }) => slot);
}

const several = (cell: string) =>
  cell
    .split(/[;；]/)
    .map((one) => one.trim())
    .filter(Boolean);

const parts: Record<string, Participant_DayPart> = {
  morning: Participant_DayPart.MORNING,
  afternoon: Participant_DayPart.AFTERNOON,
  上午: Participant_DayPart.MORNING,
  下午: Participant_DayPart.AFTERNOON,
};

function rowOf(alliance: string, session: Session, line: number, cell: (column: Column) => string) {
  const problems: RowProblem[] = [];
  const number = (column: 'least' | 'most') => {
    const text = cell(column);
    if (!text) return undefined;
    if (/^\d{1,6}$/.test(text)) return Number(text);
    problems.push({ key: 'number', value: text });
    return undefined;
  };
  const away = several(cell('away')).flatMap((typed) => {
    const slots = slotsOf(session, typed);
    if (!slots.length) problems.push({ key: 'slots', value: typed });
    return slots;
  });
  const part = cell('prefers');
  const preferredDayPart = parts[part.toLowerCase()] ?? Participant_DayPart.DAY_PART_UNSPECIFIED;
  if (part && !preferredDayPart) problems.push({ key: 'part', value: part });
  const wishes = (column: Column, kind: MeetingWish_Kind) =>
    several(cell(column)).map((partner) => ({ partner: memberName(alliance, idOf(partner)), kind }));
  const member = idOf(cell('member'));
  if (!member) problems.push({ key: 'missing', value: 'member' });
  const leastMeetings = number('least');
  const mostMeetings = number('most');
  const participant: MessageInitShape<typeof ParticipantSchema> = {
    unavailableSlots: [...new Set(away)],
    delegates: several(cell('delegates')).map((displayName) => ({ displayName })),
    preferredDayPart,
    languages: several(cell('languages')),
    tableFeatures: several(cell('needs')),
    wishes: [
      ...wishes('must', MeetingWish_Kind.MUST_MEET),
      ...wishes('wants', MeetingWish_Kind.WANTS_TO_MEET),
      ...wishes('wont', MeetingWish_Kind.WONT_MEET),
    ],
    ...(leastMeetings === undefined ? {} : { leastMeetings }),
    ...(mostMeetings === undefined ? {} : { mostMeetings }),
  };
  return { line, member, participant, problems };
}

/** The rows of a CSV file with the columns of `counterpoint session import`. */
export function readParticipants(text: string, alliance: string, session: Session): ParticipantFile {
  const { columns, rows } = readCsv(text);
  const headings = columns.map((column) => column.trim());
  const strange = headings.filter((one) => !participantColumns.includes(one as Column));
  if (!headings.includes('member')) strange.unshift('member?');
  if (strange.length) return { rows: [], strange };
  const seen = new Set<string>();
  const read = rows.map((cells, index) => {
    const row = rowOf(
      alliance,
      session,
      index + 2,
      (column) => cells[headings.indexOf(column)]?.trim() ?? '',
    );
    if (row.member && seen.has(row.member)) row.problems.push({ key: 'twice', value: row.member });
    seen.add(row.member);
    return row;
  });
  return { rows: read, strange: [] };
}
