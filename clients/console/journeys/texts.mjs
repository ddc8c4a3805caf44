// The console's own texts, so that journeys look for what people read.
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['src/i18n/messages.ts'],
  bundle: true,
  format: 'esm',
  write: false,
});
const source = Buffer.from(outputFiles[0].contents).toString('base64');
const { messages } = await import(`data:text/javascript;base64,${source}`);

/** The text of a key in a language, with its placeholders filled in. */
export function textIn(language) {
  return (key, values = {}) => {
    const text = key.split('.').reduce((at, step) => at?.[step], messages[language]);
    if (typeof text !== 'string') throw new Error(`no text ${key}`);
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
  };
}

function all(value, path = '') {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value).flatMap(([key, one]) => all(one, path ? `${path}.${key}` : key));
}

/** Texts of the one language that must not be seen in the other: those that differ in both. */
export function foreignTexts(language) {
  const mine = new Set(all(messages[language]).map(([, text]) => text));
  const other = all(messages[language === 'zh' ? 'en' : 'zh']);
  return other
    .filter(
      ([key, text]) => key !== 'common.language' && text.length > 1 && !mine.has(text) && !text.includes('{'),
    )
    .map(([, text]) => text);
}
