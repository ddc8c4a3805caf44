// Whole journeys through the console against a service with the sample alliance,
// and a picture of every page. CONSOLE_URL says where the console is.
import { mkdirSync, rmSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { problemsOf } from './checks.mjs';
import { textIn } from './texts.mjs';
import * as findPartner from './find_partner.mjs';
import * as importAndMend from './import_and_mend.mjs';
import * as importMany from './import_many.mjs';
import * as learning from './learning.mjs';
import * as planSession from './plan_session.mjs';
import * as refresh from './refresh.mjs';
import * as sessionTools from './session_tools.mjs';
import * as signIn from './sign_in.mjs';
import * as tiers from './tiers.mjs';

const url = process.env.CONSOLE_URL;
if (!url) throw new Error('CONSOLE_URL is not set: start a service with the sample alliance and the console');
const output = (process.env.CONSOLE_OUTPUT ??= 'journeys/output');
const alliance = 'shanghai-digital-culture';
const only = process.argv[2];
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });

const pages = {
  alliances: '',
  glance: `${alliance}`,
  members: `${alliance}/members`,
  'members-found': `${alliance}/members?q=studio&kind=5`,
  member: `${alliance}/members/wickenmere-games`,
  'member-new': `${alliance}/members/new`,
  'member-edit': `${alliance}/members/wickenmere-games/edit`,
  import: `${alliance}/members/import`,
  'matches-empty': `${alliance}/matches`,
  matches: `${alliance}/matches?member=wickenmere-games`,
  'matches-need': `${alliance}/matches?need=motion%20capture%20for%20a%20live%20show`,
  graph: `${alliance}/matches/graph`,
  rules: `${alliance}/matches/rules`,
  runs: `${alliance}/runs`,
  ledger: 'learning/runs/ledger?by=1',
  'ledger-empty': `${alliance}/runs/ledger?topic=stem-separation&by=4`,
  learning: 'learning/runs/learning',
  sessions: `${alliance}/sessions`,
  'session-new': `${alliance}/sessions/new`,
  'session-setup': `${alliance}/sessions/spring-matchmaking/setup`,
  participants: `${alliance}/sessions/spring-matchmaking/participants`,
  plan: `${alliance}/sessions/spring-matchmaking/plan`,
  'plan-participants': `${alliance}/sessions/spring-matchmaking/plan?by=participant`,
  day: `${alliance}/sessions/spring-matchmaking/day`,
  'not-there': `${alliance}/members/nobody-here`,
};
const looks = [
  { language: 'en', theme: 'light', width: 1280 },
  { language: 'zh', theme: 'dark', width: 1280 },
  { language: 'zh', theme: 'light', width: 390 },
  { language: 'en', theme: 'dark', width: 390 },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
let failures = 0;
const fail = (what) => {
  failures += 1;
  console.error(`  FAILED: ${what}`);
};

async function newPage({ language, theme, width }) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    acceptDownloads: true,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
  });
  await context.addInitScript(
    ([l, th]) => {
      if (location.protocol === 'about:') return; // Keeps nothing.
      localStorage.setItem('counterpoint.language', l);
      localStorage.setItem('counterpoint.theme', th);
    },
    [language, theme],
  );
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => fail(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      fail(`console: ${message.text()}`);
  });
  return { context, page };
}

/** Until no call is under way and nothing says that it is loading. */
async function settled(page) {
  await page.locator('h1, .empty, .problem').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(250);
}

for (const language of ['en', 'zh']) {
  const journeys = [
    findPartner,
    importAndMend,
    planSession,
    refresh,
    sessionTools,
    signIn,
    tiers,
    importMany,
    learning,
  ];
  for (const journey of journeys) {
    if (only && !journey.name.includes(only)) continue;
    const { context, page } = await newPage({ language, theme: 'light', width: 1280 });
    console.log(`${journey.name} (${language})`);
    const begun = Date.now();
    try {
      await journey.run({
        page,
        language,
        t: textIn(language),
        open: async (path) => {
          await page.goto(`${url}/#/${alliance}${path}`);
          await settled(page);
        },
        expect: (what, holds) => {
          if (!holds) throw new Error(`not so: ${what}`);
        },
      });
      console.log(`  passed in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    } catch (error) {
      fail(error.message);
      await page.screenshot({
        path: `${output}/failed-${journey.name.replace(/\W+/g, '-')}-${language}.png`,
        fullPage: true,
      });
    }
    await context.close();
  }
}

async function pictures(look) {
  const { context, page } = await newPage(look);
  const suffix = `${look.language}-${look.theme}-${look.width}`;
  for (const [name, path] of Object.entries(pages)) {
    await page.goto('about:blank');
    await page.goto(`${url}/#/${path}`);
    try {
      await settled(page);
      await page.screenshot({ path: `${output}/${name}-${suffix}.png`, fullPage: true });
      for (const problem of await problemsOf(page, look.language)) fail(`${name} (${suffix}): ${problem}`);
    } catch (error) {
      fail(`${name} (${suffix}): ${error.message}`);
    }
  }
  await context.close();
  console.log(`pages (${suffix})`);
}

if (!only || only === 'pages') {
  // Side by side: most of the time is waiting until a page has come to rest.
  await Promise.all(looks.map(pictures));

  // How long until the first page can be used, from nothing in the cache.
  const { context, page } = await newPage(looks[0]);
  const begun = Date.now();
  await page.goto(`${url}/#/${alliance}`);
  await page.getByRole('navigation').waitFor();
  await page.locator('.totals').waitFor();
  console.log(`first page usable after ${Date.now() - begun} ms`);
  await context.close();
}

await browser.close();
console.log(
  failures
    ? `${failures} failures; pictures in ${output}`
    : `All journeys passed; pictures of the pages in ${output}`,
);
process.exit(failures ? 1 : 0);
