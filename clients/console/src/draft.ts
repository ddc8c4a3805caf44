import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';

const fullKey = (key: string) => `counterpoint.draft.${key}`;

function read<T>(full: string): T | undefined {
  const text = sessionStorage.getItem(full);
  try {
    return text ? (JSON.parse(text) as T) : undefined;
  } catch {
    sessionStorage.removeItem(full);
    return undefined;
  }
}

function write(full: string, value: unknown): void {
  try {
    sessionStorage.setItem(full, JSON.stringify(value));
  } catch {
    // More than the browser keeps: the form works on, but not over a reload.
    sessionStorage.removeItem(full);
  }
}

/** A value of a form that outlives a reload; `clear` once it has been saved. */
export function useDraft<T>(key: string, initial: T): { draft: Ref<T>; kept: boolean; clear: () => void } {
  const full = fullKey(key);
  const before = read<T>(full);
  const draft = ref(before ?? initial) as Ref<T>;
  const stop = watch(draft, (value) => write(full, value), { deep: true });
  return {
    draft,
    kept: before !== undefined,
    clear: () => {
      stop();
      sessionStorage.removeItem(full);
    },
  };
}

/** As useDraft(), for what is too large to be watched: it is kept when the page says so. */
export function useShallowDraft<T>(
  key: string,
  initial: T,
): { draft: ShallowRef<T>; kept: boolean; keep: () => void; forget: () => void } {
  const full = fullKey(key);
  const before = read<T>(full);
  const draft = shallowRef(before ?? initial) as ShallowRef<T>;
  return {
    draft,
    kept: before !== undefined,
    keep: () => write(full, draft.value),
    forget: () => sessionStorage.removeItem(full),
  };
}
