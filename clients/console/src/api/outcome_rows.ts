import { MeetingOutcome_Result, type MeetingOutcome } from '@/gen/counterpoint/v1/session_day_pb';
import type { MeetingPair } from '@/gen/counterpoint/v1/session_pb';
import { samePair } from './session';

/** What was typed of one meeting. */
export interface TypedOutcome {
  pair: { participant: string; partner: string };
  result: number;
  absent: string[];
  ratings: Record<string, { rating: number; comment: string }>;
}

/** The outcome as it is recorded; nothing said where there is none. */
export function typedOutcome(pair: MeetingPair, outcomes: MeetingOutcome[]): TypedOutcome {
  const found = outcomes.find((one) => samePair(one.pair, pair));
  return {
    pair: { participant: pair.participant, partner: pair.partner },
    result: found?.result ?? 0,
    absent: [...(found?.absent ?? [])],
    ratings: Object.fromEntries(
      (found?.ratings ?? []).map(({ participant, rating, comment }) => [participant, { rating, comment }]),
    ),
  };
}

/** As the service takes it: only what fits the result. */
export function outcomeMessage({ pair, result, absent, ratings }: TypedOutcome) {
  return {
    pair,
    result,
    absent: result === MeetingOutcome_Result.NO_SHOW ? absent : [],
    ratings:
      result === MeetingOutcome_Result.HELD
        ? Object.entries(ratings)
            .filter(([, { rating }]) => rating > 0)
            .map(([participant, { rating, comment }]) => ({ participant, rating, comment }))
        : [],
  };
}
