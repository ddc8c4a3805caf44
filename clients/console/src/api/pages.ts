import { computed, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { useCall, type Call } from './call';

interface Page<Item> {
  items: Item[];
  nextPageToken: string;
}

/** What a table shows of a list, of which only the page that is shown is in memory. */
export interface Pages<Item> {
  call: Pick<Call<never[], unknown>, 'busy' | 'problem'> & { answer: ShallowRef<unknown> };
  items: ComputedRef<Item[]>;
  /** Counted from 1. */
  number: ComputedRef<number>;
  hasNext: ComputedRef<boolean>;
  /** How many pages there are, where the service tells. */
  count?: ComputedRef<number>;
  first: () => Promise<boolean>;
  next: () => Promise<boolean>;
  previous: () => Promise<boolean>;
  go?: (number: number) => Promise<boolean>;
}

/** A list that the service gives page by page, one after the other. */
export function usePages<Item>(
  fetch: (pageToken: string, signal: AbortSignal) => Promise<Page<Item>>,
): Pages<Item> {
  const tokens: ShallowRef<string[]> = shallowRef(['']);
  const call = useCall((signal: AbortSignal, pageToken: string) => fetch(pageToken, signal));
  const go = (path: string[]) => {
    tokens.value = path;
    return call.run(path[path.length - 1] ?? '');
  };
  return {
    call,
    items: computed(() => call.answer.value?.items ?? []),
    number: computed(() => tokens.value.length),
    hasNext: computed(() => !!call.answer.value?.nextPageToken),
    first: () => go(['']),
    next: () => go([...tokens.value, call.answer.value?.nextPageToken ?? '']),
    previous: () => go(tokens.value.length > 1 ? tokens.value.slice(0, -1) : ['']),
  };
}

/** A list of which the service gives any page, and tells how many items there are. `number` is kept by the caller. */
export function useNumberedPages<Item>(
  number: Ref<number>,
  size: number,
  fetch: (skip: number, signal: AbortSignal) => Promise<{ items: Item[]; total: number }>,
): Pages<Item> & { count: ComputedRef<number>; total: ComputedRef<number>; load: () => Promise<boolean> } {
  const call = useCall((signal: AbortSignal) => fetch((number.value - 1) * size, signal));
  const total = computed(() => call.answer.value?.total ?? 0);
  const count = computed(() => Math.max(1, Math.ceil(total.value / size)));
  const go = (wanted: number) => {
    number.value = Math.min(Math.max(1, Math.floor(wanted) || 1), count.value);
    return call.run();
  };
  return {
    call,
    items: computed(() => call.answer.value?.items ?? []),
    number: computed(() => number.value),
    hasNext: computed(() => number.value < count.value),
    count,
    total,
    load: () => call.run(),
    first: () => go(1),
    next: () => go(number.value + 1),
    previous: () => go(number.value - 1),
    go,
  };
}
