/** The last part of a resource name: the id. */
export function idOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

export const allianceName = (alliance: string) => `alliances/${alliance}`;
export const memberName = (alliance: string, member: string) => `alliances/${alliance}/members/${member}`;
export const sessionName = (alliance: string, session: string) => `alliances/${alliance}/sessions/${session}`;

/** A text in the language asked for, else in another one; empty where there is none. */
export function textIn(texts: { [language: string]: string }, language: string): string {
  return texts[language] || texts.zh || texts.en || Object.values(texts)[0] || '';
}

/** The same, with the resource's id where nobody named it. */
export function labelOf(
  of: { name: string; displayName: { [language: string]: string } } | undefined,
  language: string,
): string {
  return of ? textIn(of.displayName, language) || idOf(of.name) : '';
}

/** A date or time on the person's own clock, in the console's language. */
export function momentOf(time: { seconds: bigint } | undefined, language: string): string {
  if (!time) return '';
  return new Date(Number(time.seconds) * 1000).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

/** An id that nobody has: what it is of, and 96 random bits. */
export function freshId(of: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `${of}-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
