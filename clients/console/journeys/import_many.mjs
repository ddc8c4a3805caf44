// Imports more than the service takes at once from one caller: the console waits as it is
// told and goes on; it can be stopped and goes on from there.
export const name = 'import many, with a small limit';

export async function run({ page, t, expect, language }) {
  const url = process.env.GUARDED_URL;
  await page.addInitScript(
    (token) => sessionStorage.setItem('counterpoint.token', token),
    process.env.GUARDED_TOKEN,
  );
  await page.goto(`${url}/#/guarded/members/import`);
  const lines = Array.from({ length: 13_000 }, (_, index) =>
    JSON.stringify({
      name: `members/many-${language}-${index}`,
      kind: 'CREATOR',
      displayName: { en: `Many ${index}` },
    }),
  );
  await page.locator('input[type=file]').setInputFiles({
    name: 'many.jsonl',
    mimeType: 'application/jsonl',
    buffer: Buffer.from(lines.join('\n')),
  });
  const waits = page.getByText(t('members.waiting', { seconds: '#' }).split('#')[0]);
  await waits.first().waitFor({ timeout: 30_000 });
  const importNow = page.getByRole('button', {
    name: t('members.importNow', { count: lines.length.toLocaleString() }),
  });
  await importNow.waitFor({ timeout: 60_000 });
  await importNow.click();
  await page.getByRole('button', { name: t('members.stop') }).click();
  const goOn = page.getByRole('button', {
    name: new RegExp(t('members.goOn', { count: '#' }).split('#')[0]),
  });
  await goOn.click();
  await page.getByRole('link', { name: t('members.toMembers') }).click({ timeout: 60_000 });
  await page.getByRole('searchbox').fill(`many-${language} many`);
  await page
    .getByText(t('members.found', { count: lines.length.toLocaleString() }), { exact: true })
    .waitFor();

  // A page from the middle, from the address too.
  await page.locator('.pager input').fill('100');
  await page.keyboard.press('Enter');
  await page.waitForURL(/page=100/);
  await page.getByRole('link', { name: 'Many 0', exact: true }).waitFor({ state: 'detached' });
  await expect('fifty rows', (await page.locator('tbody tr').count()) === 50);
  const first = await page.locator('tbody th').first().textContent();
  await page.waitForTimeout(6000); // The small limit is for those who look, too.
  await page.reload();
  await page.locator('tbody tr').nth(49).waitFor();
  await expect('the same page', (await page.locator('tbody th').first().textContent()) === first);
}
