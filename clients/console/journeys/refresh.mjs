// Change a profile, refresh, read what changed, roll back and forth.
export const name = 'refresh and read the changes';

export async function run({ page, t, open, language }) {
  await open('/members/xuanpo-games/edit');
  const title = page.getByLabel(t('members.zhTitle')).first();
  await title.waitFor();
  await title.fill(language === 'zh' ? '为博物馆寻找沉浸式声音导览' : '寻找动作捕捉与虚拟偶像演出');
  await page.getByRole('button', { name: t('common.save') }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForURL(/xuanpo-games$/);
  await page.waitForTimeout(1200); // Matching sees a change within a second.

  await open('/runs');
  await page.getByRole('button', { name: t('runs.start'), exact: true }).click();
  await page.getByRole('link', { name: t('runs.seeChanges') }).click();
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await page.locator('main .lines li').first().waitFor(); // Of a changed list.

  await open('/runs');
  await page
    .getByRole('button', { name: t('runs.rollBack') })
    .first()
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('common.confirm') })
    .click();
  await page.getByRole('status').waitFor();
  await page
    .getByRole('button', { name: t('runs.rollBack') })
    .first()
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('common.confirm') })
    .click();
  await page.locator('tbody tr').first().getByText(t('runs.current')).waitFor();
}
