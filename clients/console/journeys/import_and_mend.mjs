// Import a table with errors, mend one row, leave one out, and find what came in.
export const name = 'import a file with errors and mend it';

export async function run({ page, t, open, expect, language }) {
  const rows = [
    'id,kind,name,needs,offers,region',
    `journey-${language}-1,CREATOR,旅途之声,有声书配乐,环境录音,CN-SH`,
    `journey-${language}-2,CREATOR,旅途之光,灯光设计,舞台摄影,not a region`,
    `journey-${language}-3,NOBODY,旅途之影,,,CN-SH`,
  ];
  await open('/members/import');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'members.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
  await page.getByRole('button', { name: t('members.check') }).click();
  const table = page.getByRole('region', { name: t('members.preview') });
  await table.locator('tbody').getByText(t('members.outcomes.4'), { exact: true }).nth(1).waitFor();
  await expect(
    'one row is good',
    (await table.getByText(t('members.outcomes.1'), { exact: true }).count()) === 1,
  );
  await page.getByLabel(t('members.onlyErrors')).check();
  await expect('two rows are not', (await table.locator('tbody tr').count()) === 2);

  // What was chosen outlives a reload.
  await page.reload();
  await table.locator('tbody').getByText(t('members.outcomes.4'), { exact: true }).nth(1).waitFor();
  await page.getByLabel(t('members.onlyErrors')).check();
  await table
    .getByRole('button', { name: t('members.mend') })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await expect('the error stands at its field', (await dialog.locator('.field.bad').count()) === 1);
  await dialog.getByLabel(t('members.region')).fill('CN-SH');
  await dialog.getByRole('button', { name: t('common.save') }).click();
  await dialog.waitFor({ state: 'detached' });
  await table.getByRole('button', { name: t('members.drop') }).click();
  await page.getByRole('button', { name: t('members.importNow', { count: 2 }) }).click();
  await page.getByRole('link', { name: t('members.toMembers') }).click();

  await page.getByRole('searchbox').fill(`journey-${language}`);
  await page.locator('tbody tr').nth(2).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: '旅途之光' }).waitFor();
  await expect('both are found', (await page.locator('tbody tr').count()) === 2);
  await page.getByRole('link', { name: '旅途之光' }).click();
  await page.getByRole('heading', { name: '旅途之光', level: 1 }).waitFor();

  // The form has the same errors as the API; what was typed outlives a reload.
  await page.getByRole('link', { name: t('common.edit') }).click();
  await page.getByLabel(t('members.founded')).fill('12');
  await page.getByRole('button', { name: t('common.save') }).click();
  await page.locator('.field.bad .wrong').first().waitFor();
  await page.reload();
  await page.getByText(t('common.draftKept')).waitFor();
  await expect('the draft', (await page.getByLabel(t('members.founded')).inputValue()) === '12');
  await page.getByLabel(t('members.founded')).fill('2012');
  await page.getByRole('button', { name: t('common.save') }).click();
  await page.getByRole('heading', { name: '旅途之光', level: 1 }).waitFor();
  await page.getByText('2012', { exact: true }).waitFor();

  for (const number of [1, 2]) {
    await open(`/members/journey-${language}-${number}`);
    await page.getByRole('button', { name: t('members.delete') }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('members.delete') })
      .click();
    await page.waitForURL(/members$/);
  }
}
