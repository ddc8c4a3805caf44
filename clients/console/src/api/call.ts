import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { problemOf, type Problem } from './problem';

export interface Call<Arguments extends unknown[], Answer> {
  busy: Ref<boolean>;
  problem: ShallowRef<Problem | null>;
  answer: ShallowRef<Answer | null>;
  /** Whether it has succeeded. A later run makes the answer of an earlier one void. */
  run: (...given: Arguments) => Promise<boolean>;
  /** Ends what is under way; its answer does not count. */
  stop: () => void;
  /** The last run once more. */
  again: () => Promise<boolean>;
}

/**
 * One call to the service with what a page shows of it: whether it is under way,
 * its answer, its error. It is cancelled with the page.
 */
export function useCall<Arguments extends unknown[], Answer>(
  make: (signal: AbortSignal, ...given: Arguments) => Promise<Answer>,
): Call<Arguments, Answer> {
  const busy = ref(false);
  const problem = shallowRef<Problem | null>(null);
  const answer = shallowRef<Answer | null>(null) as ShallowRef<Answer | null>;
  let abort: AbortController | undefined;
  let last: Arguments | undefined;

  async function run(...given: Arguments): Promise<boolean> {
    last = given;
    abort?.abort();
    const mine = new AbortController();
    abort = mine;
    busy.value = true;
    problem.value = null;
    try {
      const got = await make(mine.signal, ...given);
      if (mine.signal.aborted) return false;
      answer.value = got;
      return true;
    } catch (error) {
      if (mine.signal.aborted) return false;
      problem.value = problemOf(error);
      return false;
    } finally {
      if (abort === mine) busy.value = false;
    }
  }
  function stop(): void {
    abort?.abort();
    busy.value = false;
  }
  onScopeDispose(stop);
  return { busy, problem, answer, run, stop, again: () => run(...(last ?? ([] as unknown as Arguments))) };
}
