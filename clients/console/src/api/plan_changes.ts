import { clone, create } from '@bufbuild/protobuf';
import { PlanEditSchema, PlanService, type PlanEdit } from '@/gen/counterpoint/v1/plan_service_pb';
import type { PlannedMeeting, SessionPlan } from '@/gen/counterpoint/v1/plan_pb';
import {
  FixedMeetingSchema,
  PairingRulesSchema,
  PlacingRulesSchema,
  SessionSchema,
  type MeetingPair,
  type Session,
} from '@/gen/counterpoint/v1/session_pb';
import { SessionService } from '@/gen/counterpoint/v1/session_service_pb';
import { samePair } from './session';
import { clientOf } from './transport';

interface Where {
  session: Session;
  plan: SessionPlan;
  language: string;
  signal: AbortSignal;
}

/** Moves a meeting, or has it change places with the one that is there. Answers with the new plan. */
export function moveMeeting(
  { plan, language, signal }: Where,
  meeting: PlannedMeeting,
  slot: string,
  table: string,
) {
  const there = plan.meetings.find((one) => one.slot === slot && one.table === table && one !== meeting);
  const edit: PlanEdit = there
    ? create(PlanEditSchema, {
        edit: { case: 'exchange', value: { pair: meeting.pair!, other: there.pair! } },
      })
    : create(PlanEditSchema, { edit: { case: 'place', value: { pair: meeting.pair!, slot, table } } });
  return clientOf(PlanService).editPlan({ plan: plan.name, edits: [edit], language }, { signal });
}

/** Takes a meeting out of a plan. Answers with the new plan. */
export function removeMeeting({ plan, language, signal }: Where, meeting: PlannedMeeting) {
  const edit = create(PlanEditSchema, { edit: { case: 'remove', value: meeting.pair! } });
  return clientOf(PlanService).editPlan({ plan: plan.name, edits: [edit], language }, { signal });
}

/** Later plans put the pair there; without a slot they are free again. */
export function pinMeeting({ session, signal }: Where, pair: MeetingPair, slot?: string, table?: string) {
  const placing = session.placing ? clone(PlacingRulesSchema, session.placing) : create(PlacingRulesSchema);
  placing.fixedMeetings = placing.fixedMeetings.filter((one) => !samePair(one.pair, pair));
  if (slot && table) placing.fixedMeetings.push(create(FixedMeetingSchema, { pair, slot, table }));
  return update(session, { placing }, ['placing'], signal);
}

/** No later plan has the pair, wherever it was pinned or requested. */
export function banPair({ session, signal }: Where, pair: MeetingPair) {
  const placing = session.placing ? clone(PlacingRulesSchema, session.placing) : create(PlacingRulesSchema);
  placing.fixedMeetings = placing.fixedMeetings.filter((one) => !samePair(one.pair, pair));
  const pairing = session.pairing ? clone(PairingRulesSchema, session.pairing) : create(PairingRulesSchema);
  pairing.requestedPairs = pairing.requestedPairs.filter((one) => !samePair(one, pair));
  if (!pairing.bannedPairs.some((one) => samePair(one, pair))) pairing.bannedPairs.push(pair);
  return update(session, { placing, pairing }, ['placing', 'pairing'], signal);
}

function update(
  session: Session,
  fields: Pick<Session, 'placing'> | Pick<Session, 'placing' | 'pairing'>,
  paths: string[],
  signal: AbortSignal,
) {
  const { name, etag } = session;
  return clientOf(SessionService).updateSession(
    { session: create(SessionSchema, { name, etag, ...fields }), updateMask: { paths } },
    { signal },
  );
}
