import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import { useCall, type Call } from './call';

interface Page<Item> {
  items: Item[];
  nextPageToken: string;
}

export interface Pages<Item> {
  call: Call<[string], Page<Item>>;
  items: ComputedRef<Item[]>;
  /** Counted from 1. */
  number: ComputedRef<number>;
  hasNext: ComputedRef<boolean>;
  first: () => Promise<boolean>;
  next: () => Promise<boolean>;
  previous: () => Promise<boolean>;
}

/** A list that the service gives page by page; only the page that is shown is in memory. */
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
