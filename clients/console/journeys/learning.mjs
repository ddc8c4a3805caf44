// Learn a policy from recorded answers, look at it, reject it, learn again and adopt; then
// the ledger of the same alliance.
export const name = 'learn a policy, decide about it, read the ledger';

export async function run({ page, t, expect }) {
  const url = `${process.env.CONSOLE_URL}/#/learning`;
  await page.goto(`${url}/runs/learning`);
  const learn = page.getByRole('button', { name: t('learning.learn') });
  const proposals = page.locator('section.panel:has(h2)');
  // Those of an earlier run, or that there are none.
  await proposals
    .or(page.getByText(t('learning.none')))
    .first()
    .waitFor();
  for (const decision of ['reject', 'adopt']) {
    const before = await proposals.count();
    await learn.click();
    await page
      .getByRole('status')
      .filter({ hasText: String(before + 1) })
      .waitFor({ timeout: 60_000 });
    const newest = proposals.first();
    await expect('a gain with its interval', /[+-]?\d\.\d{3} \(/.test(await newest.innerText()));
    await newest.getByRole('button', { name: t(`learning.${decision}`), exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('common.author')).fill('Staff');
    await dialog.getByLabel(t('common.reason')).fill('Journey');
    await dialog.getByRole('button', { name: t(`learning.${decision}`), exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await newest.getByText(t(`learning.state.${decision === 'adopt' ? 2 : 3}`), { exact: true }).waitFor();
  }

  await page.getByRole('link', { name: t('runs.ledger') }).click();
  const table = page.getByRole('region', { name: t('runs.ledger') });
  await table.locator('tbody tr').first().waitFor();
  await expect('rates with intervals', /\d %[\s\S]*–/.test(await table.innerText()));
  await page.getByLabel(t('ledger.by')).selectOption('1');
  await page.waitForURL(/by=1/);
  await table.locator('tbody tr').nth(3).waitFor();
  await page.reload();
  await table.locator('tbody tr').nth(3).waitFor();
}
