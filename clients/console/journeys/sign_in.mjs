// With tokens: sign in, stay so over a reload and in no other tab, sign out, and a token
// that is revoked while it is used.
import { execSync } from 'node:child_process';

export const name = 'sign in, sign out, and a token that is revoked';

export async function run({ page, t, expect, language }) {
  const url = process.env.GUARDED_URL;
  // By name: other journeys put thousands into the same alliance.
  const home = `${url}/#/guarded/members?q=wind`;
  const box = page.getByLabel(t('common.token'));
  const signIn = async (token) => {
    await box.fill(token);
    await page.getByRole('button', { name: t('common.signIn') }).click();
  };
  await page.goto(home);
  await box.waitFor();
  await signIn('cpt.nobody.nothing');
  await page.getByText(t('common.tokenEnded')).waitFor();
  await signIn(` ${process.env.GUARDED_TOKEN}\n`);
  await page.getByRole('link', { name: 'North Wind' }).waitFor();
  await page.reload();
  await page.getByRole('link', { name: 'North Wind' }).waitFor();

  // Kept for this tab alone, and nowhere that outlives it.
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }) + document.cookie);
  await expect('the token is in no lasting place', !kept.includes(process.env.GUARDED_TOKEN));
  const other = await page.context().newPage();
  await other.goto(home);
  await other.getByLabel(t('common.token')).waitFor();
  await other.close();

  await page.getByRole('button', { name: t('common.signOut') }).click();
  await page.getByText(t('common.signedOut')).waitFor();
  await expect(
    'nothing is left of it',
    !(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).includes('cpt.'),
  );

  // What was typed outlives a token that ends meanwhile. The token is revoked once, in
  // the first language; afterwards it is refused from the start.
  await signIn(process.env.LEAVING_TOKEN);
  if (language === 'en') {
    await page.getByRole('link', { name: 'North Wind' }).waitFor();
    await page.goto(`${url}/#/guarded/members/new`);
    await page.getByLabel(t('members.enName')).fill('Typed before the end');
    await page.waitForFunction(() => JSON.stringify({ ...sessionStorage }).includes('Typed before the end'));
    execSync(process.env.GUARDED_REVOKE, { stdio: 'ignore' });
    await page.waitForTimeout(2000); // Files of grants count within about a second.
    await page.getByRole('button', { name: t('common.save') }).click();
  }
  await page.getByText(t('common.tokenEnded')).waitFor();
  await signIn(process.env.GUARDED_TOKEN);
  if (language === 'en') {
    await page.getByText(t('common.draftKept')).waitFor();
    const typed = await page.getByLabel(t('members.enName')).inputValue();
    await expect('what was typed', typed === 'Typed before the end');
  } else {
    await page.getByRole('navigation').first().waitFor();
  }
}
