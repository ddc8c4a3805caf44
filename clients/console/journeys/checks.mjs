// What has to hold of every page: no serious problem of accessibility, nothing
// wider than the window, no text untranslated.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { foreignTexts } from './texts.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Problems of the page as it is, as sentences. */
export async function problemsOf(page, language) {
  const found = [];
  // By the debugger, since the console's policy lets no page run other scripts.
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  await session.detach();
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ['violations'] }),
  );
  for (const one of violations) {
    if (one.impact !== 'serious' && one.impact !== 'critical') continue;
    for (const node of one.nodes.slice(0, 3))
      found.push(`${one.id} (${one.impact}): ${node.target.join(' ')} ${node.html.slice(0, 160)}`);
  }
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (over > 0) found.push(`${over} pixels wider than the window`);
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('button, .as-button, h1, h2, label, .tag')]
      .filter(
        (one) =>
          one.offsetParent &&
          one.scrollWidth > one.clientWidth + 2 &&
          getComputedStyle(one).overflow === 'visible' &&
          getComputedStyle(one).display !== 'inline',
      )
      .map((one) => one.textContent.trim().slice(0, 60)),
  );
  if (cut.length) found.push(`runs over its box: ${[...new Set(cut)].slice(0, 5).join(' | ')}`);
  const { texts, names } = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
      // What is marked is of the members' own texts.
      const { parentElement, textContent } = walker.currentNode;
      if (!parentElement.closest('mark, code')) texts.push(textContent.trim());
    }
    const names = [...document.querySelectorAll('[aria-label],[placeholder],[title]')].flatMap((one) =>
      ['aria-label', 'placeholder', 'title'].map((name) => one.getAttribute(name) ?? ''),
    );
    return { texts, names };
  });
  const seen = new Set([...texts, ...names]);
  for (const text of foreignTexts(language)) if (seen.has(text)) found.push(`not translated: ${text}`);
  for (const text of seen) {
    if (/^(common|glance|learning|ledger|members|matches|runs|sessions)\.[\w.]+$/.test(text))
      found.push(`no text for ${text}`);
  }
  return found;
}
