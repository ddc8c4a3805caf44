// Find a partner, pin, veto, introduce, ask why not; then end the rules again.
export const name = 'find a partner and introduce them';

export async function run({ page, t, open, expect, language }) {
  const id = language === 'zh' ? 'shuzhou-museum' : 'wickenmere-games';
  await open('/matches');
  const picker = page.getByRole('combobox', { name: t('common.searchMember') });
  await picker.click();
  await page.keyboard.type(id.slice(0, 8));
  await page.locator('.el-select-dropdown__item:visible').first().click();
  const cards = page.locator('article.match');
  await cards.first().waitFor();
  await expect('ten cards', (await cards.count()) === 10);

  // A reload brings the same list.
  await page.reload();
  await cards.first().waitFor();
  await expect('the list after a reload', page.url().includes(id) && (await cards.count()) === 10);

  for (const card of await cards.all()) await card.locator('summary').last().click();
  await expect('marked words', (await page.locator('article.match mark').count()) > 3);

  const labelOf = async (card) => (await card.locator('h2 a').textContent()).trim();
  const act = async (card, action, said) => {
    await card.getByRole('button', { name: t(`matches.${action}`), exact: true }).click();
    const dialog = page.getByRole('dialog');
    if (action !== 'introduce') {
      await dialog.getByLabel(t('common.author')).fill('Staff');
      await dialog.getByLabel(t('common.reason')).fill('Journey');
    }
    await dialog.getByRole('button', { name: t(`matches.${action}`), exact: true }).click();
    await page.getByRole('status').filter({ hasText: said }).waitFor();
  };
  await act(cards.nth(0), 'introduce', t('matches.introduced').slice(0, 3));
  const pinned = await labelOf(cards.nth(4));
  await act(cards.nth(4), 'pin', t('matches.ruleMade'));
  await page.locator('article.match').first().getByText(t('matches.pinned')).waitFor();
  await expect('the pinned one first', (await labelOf(cards.first())) === pinned);
  const vetoed = await labelOf(cards.nth(2));
  await act(cards.nth(2), 'veto', t('matches.ruleMade'));
  await page.waitForFunction(
    (gone) =>
      ![...document.querySelectorAll('article.match h2 a')].some((one) => one.textContent.trim() === gone),
    vetoed,
  );

  const why = page.getByRole('combobox', { name: t('matches.why') });
  await why.click();
  await page.keyboard.type(vetoed);
  await page.locator('.el-select-dropdown__item:visible').filter({ hasText: vetoed }).first().click();
  await page.locator('.answer strong').waitFor();
  await expect('why not says something', (await page.locator('.answer').innerText()).length > 20);

  await open('/matches/rules');
  for (let left = 2; left > 0; --left) {
    await page
      .getByRole('button', { name: t('matches.end') })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('common.reason')).fill('Journey over');
    await dialog.getByRole('button', { name: t('matches.end'), exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }
  await page.getByText(t('matches.noRules'), { exact: true }).waitFor();
}
