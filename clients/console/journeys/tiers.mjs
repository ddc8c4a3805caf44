// Say to whom a need is shown; a reader is told plainly that there is more.
export const name = 'show a need to fewer';

export async function run({ page, t, expect, language }) {
  const url = `${process.env.GUARDED_URL}/#/guarded/members/wind`;
  await page.goto(url);
  const signIn = async (token) => {
    await page.getByLabel(t('common.token')).fill(token);
    await page.getByRole('button', { name: t('common.signIn') }).click();
  };
  await signIn(process.env.GUARDED_TOKEN);
  await page.getByRole('link', { name: t('common.edit') }).click();
  const tier = page.getByLabel(t('members.tierLabel')).first();
  await tier.selectOption({ label: t('members.tier.2') });
  await page.getByText(t('members.tierHint.2')).waitFor();
  await page.getByRole('button', { name: t('common.save') }).click();
  await page.waitForURL(/wind$/);
  await page.locator('.listing .tag').getByText(t('members.tier.2'), { exact: true }).waitFor();
  await page.getByText('寻找展厅').waitFor();

  await page.getByRole('button', { name: t('common.signOut') }).click();
  await page.getByText(t('common.signedOut')).waitFor();
  await signIn(process.env.READER_TOKEN);
  await page.goto(url);
  await page.getByRole('heading', { name: t('members.withheld') }).waitFor();
  await expect('the title is not there', (await page.getByText('寻找展厅').count()) === 0);
  await page.screenshot({ path: `${process.env.CONSOLE_OUTPUT}/withheld-${language}.png`, fullPage: true });
}
