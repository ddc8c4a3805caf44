import { fromJson, toJson, type JsonValue } from '@bufbuild/protobuf';
import { SessionSchema, type Session } from '@/gen/counterpoint/v1/session_pb';

export interface PairJson {
  participant: string;
  partner: string;
}

/** A session in the JSON form of protos, as the form edits it. */
export interface SessionJson {
  name?: string;
  displayName: Record<string, string>;
  location: Record<string, string>;
  timeZone: string;
  days: { date: string; slots: { slot?: string; start: string; minutes: number }[] }[];
  tables: { id: string; displayName?: Record<string, string>; features?: string[]; closedSlots?: string[] }[];
  pairing: {
    mayMeet: { kind: string; partnerKind: string }[];
    candidates?: number | '';
    includePartners?: boolean;
    fairness?: string;
    leastMeetings?: number | '';
    mostMeetings?: number | '';
    bannedPairs: PairJson[];
  };
  placing: {
    breakFairness?: string;
    mostDifference?: number | '';
    fixedMeetings: { pair: PairJson; slot?: string; table?: string }[];
  };
  etag?: string;
}

export function emptySession(): SessionJson {
  return {
    displayName: {},
    location: {},
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'Asia/Shanghai',
    days: [],
    tables: [],
    pairing: { mayMeet: [], bannedPairs: [] },
    placing: { breakFairness: 'BREAKS_BEYOND_FORCED', fixedMeetings: [] },
  };
}

export function sessionToJson(session: Session): SessionJson {
  const json = toJson(SessionSchema, session) as unknown as Partial<SessionJson>;
  const empty = emptySession();
  return {
    ...empty,
    ...json,
    pairing: { ...empty.pairing, ...json.pairing },
    placing: { ...empty.placing, ...json.placing },
  };
}

export function sessionFromJson(json: SessionJson): Session {
  const plain = JSON.parse(
    JSON.stringify(json, (_, value: unknown) => (value === '' ? undefined : value)),
  ) as JsonValue;
  return fromJson(SessionSchema, plain);
}

/** Start times of slots that fit from one time of day to another. */
export function slotStarts(from: string, to: string, minutes: number, pause: number): string[] {
  const [begin, end] = [from, to].map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) as [
    number,
    number,
  ];
  const starts: string[] = [];
  if (!(minutes > 0) || !(pause >= 0)) return starts;
  for (let at = begin; at + minutes <= end; at += minutes + pause) {
    starts.push(`${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`);
  }
  return starts;
}
