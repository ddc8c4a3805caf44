/** What the browser keeps of a person's choices: language, theme, author. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`counterpoint.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`counterpoint.${key}`, value);
  } catch {
    // A browser that keeps nothing still shows everything.
  }
}
