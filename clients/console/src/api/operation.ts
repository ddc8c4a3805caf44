import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { Operation_State, type Operation } from '@/gen/counterpoint/v1/operation_pb';
import { OperationService } from '@/gen/counterpoint/v1/operation_service_pb';
import { useCall, type Call } from './call';
import { problemOf, type Problem } from './problem';
import { clientOf } from './transport';

export interface Followed {
  operation: ShallowRef<Operation | null>;
  /** Where following broke off; the work itself goes on. */
  problem: Ref<Problem | null>;
  /** Follows it to its end, and answers with how it ended. */
  follow: (name: string) => Promise<Operation | null>;
  cancel: Call<[], Operation>;
}

/** Work of the service that a page follows: its progress as it comes, and its end. */
export function useOperation(): Followed {
  const operation = shallowRef<Operation | null>(null);
  const problem = ref<Problem | null>(null);
  let abort: AbortController | undefined;
  onScopeDispose(() => abort?.abort());

  async function follow(name: string): Promise<Operation | null> {
    abort?.abort();
    const mine = new AbortController();
    abort = mine;
    problem.value = null;
    try {
      for await (const now of clientOf(OperationService).watchOperation({ name }, { signal: mine.signal })) {
        operation.value = now;
        if (now.state !== Operation_State.RUNNING) return now;
      }
    } catch (error) {
      if (!mine.signal.aborted) problem.value = problemOf(error);
    }
    return null;
  }
  const cancel = useCall((signal: AbortSignal) =>
    clientOf(OperationService).cancelOperation({ name: operation.value!.name }, { signal }),
  );
  return { operation, problem, follow, cancel };
}
