import { ref, watch, type Ref } from 'vue';

/** A value of a form that outlives a reload; `clear` once it has been saved. */
export function useDraft<T>(key: string, initial: T): { draft: Ref<T>; kept: boolean; clear: () => void } {
  const full = `counterpoint.draft.${key}`;
  let start = initial;
  let kept = false;
  const text = sessionStorage.getItem(full);
  if (text) {
    try {
      start = JSON.parse(text) as T;
      kept = true;
    } catch {
      sessionStorage.removeItem(full);
    }
  }
  const draft = ref(start) as Ref<T>;
  const stop = watch(
    draft,
    (value) => {
      try {
        sessionStorage.setItem(full, JSON.stringify(value));
      } catch {
        // More than the browser keeps: the form works on, but not over a reload.
      }
    },
    { deep: true },
  );
  return {
    draft,
    kept,
    clear: () => {
      stop();
      sessionStorage.removeItem(full);
    },
  };
}
