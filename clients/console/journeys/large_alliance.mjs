// How quick the console is with a large alliance: imports a file of members in a browser
// and prints, for each step, how long it took and the longest that the page stood still.
//   node journeys/large_alliance.mjs FILE MEMBERS     with CONSOLE_URL, of an alliance "large"
import { chromium } from 'playwright-core';
import { textIn } from './texts.mjs';

const [, , file, members] = process.argv;
const count = Number(members);
const base = `${process.env.CONSOLE_URL}/#/large`;
const t = textIn('en');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
page.setDefaultTimeout(900_000);
await page.addInitScript(() => {
  window.stoodStill = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.stoodStill = Math.max(window.stoodStill, duration);
  }).observe({ type: 'longtask' });
});

async function step(what, act) {
  await page.evaluate(() => (window.stoodStill = 0));
  const begun = performance.now();
  await act();
  const took = (performance.now() - begun) / 1000;
  // Long tasks are told after they end.
  const stood = await page.evaluate(
    () => new Promise((tell) => setTimeout(() => tell(Math.round(window.stoodStill)), 100)),
  );
  console.log(`${what.padEnd(58)} ${took.toFixed(2).padStart(8)} s ${String(stood).padStart(6)} ms`);
}
const seen = (text) => page.getByText(text, { exact: true }).first().waitFor();
const rows = page.locator('tbody tr');
/** The list shows other members, or says another number of them. */
async function listChanges(act) {
  const shown = () =>
    document.querySelector('[aria-busy=true]')
      ? ''
      : [document.querySelector('.panel [aria-live]'), document.querySelector('tbody tr')]
          .map((element) => element?.textContent)
          .join();
  const before = await page.evaluate(shown);
  await act();
  let now;
  do {
    await page.waitForTimeout(10);
    now = await page.evaluate(shown);
  } while (now === '' || now === before);
}

console.log(`${'step'.padEnd(58)} ${'took'.padStart(10)} ${'longest task'}`);
await page.goto(`${base}/members/import`);
await step(`a file of ${count.toLocaleString()} members read and each checked`, async () => {
  await page.locator('input[type=file]').setInputFiles(file);
  await page
    .getByRole('button', { name: t('members.importNow', { count: count.toLocaleString() }) })
    .and(page.locator(':enabled'))
    .waitFor();
});
const importNow = page.getByRole('button', {
  name: t('members.importNow', { count: count.toLocaleString() }),
});
await step('imported', async () => {
  await importNow.click();
  await page.getByRole('link', { name: t('members.toMembers') }).waitFor();
});
await step('all of them in the list', async () => {
  await page.getByRole('link', { name: t('members.toMembers') }).click();
  for (;;) {
    try {
      await page
        .getByText(t('members.total', { count: count.toLocaleString() }), { exact: true })
        .waitFor({ timeout: 1000 });
      return;
    } catch {
      await page.reload();
    }
  }
});
await step('the list opened', async () => {
  await page.reload();
  await rows.nth(49).waitFor();
});
await step('a page in the middle', () =>
  listChanges(async () => {
    await page.locator('.pager input').fill(String(Math.ceil(count / 100)));
    await page.keyboard.press('Enter');
  }),
);
await step('words typed and found (180 ms of it waiting for more)', () =>
  listChanges(() => page.getByRole('searchbox').fill('music lab')),
);
await step('filtered by kind', () =>
  listChanges(() => page.getByLabel(t('common.kindLabel')).first().selectOption('3')),
);
await page.goto(`${base}/members`);
await rows.nth(49).waitFor();
await step('a profile', async () => {
  await rows.first().getByRole('link').click();
  await page.locator('h1').waitFor();
  await page.waitForLoadState('networkidle');
});
await step('the alliance at a glance', async () => {
  await page.goto(base);
  await seen(count.toLocaleString());
});
await browser.close();
