// From nothing to a published plan, and through the day.
export const name = 'plan, pin, repair and publish a session';

export async function run({ page, t, open, expect, language }) {
  const id = `journey-${language}`;
  await open('/sessions/new');
  await page.getByLabel(t('common.allianceId')).fill(id);
  await page.getByLabel(t('sessions.zhName')).fill('旅途对接会');
  await page.getByLabel(t('sessions.enName')).fill('Journey session');
  await page.getByLabel(t('sessions.zone')).fill('Asia/Shanghai');
  await page.getByLabel(t('sessions.date'), { exact: true }).fill('2027-05-04');
  await page.getByRole('button', { name: t('sessions.addSlots') }).click();
  await page.reload();
  await page.getByText(t('common.draftKept')).waitFor();
  await page.getByRole('button', { name: t('sessions.addTables') }).click();
  await page.getByLabel(t('sessions.most'), { exact: true }).fill('4');
  await page.getByRole('button', { name: t('sessions.createNext') }).click();

  await page.getByText(t('sessions.noParticipants')).waitFor();
  const invite = page.getByRole('combobox', { name: t('sessions.invite') });
  await invite.click();
  for (let index = 0; index < 12; ++index)
    await page.locator('.el-select-dropdown__item:visible').nth(index).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: t('sessions.add'), exact: true }).click();
  await page.locator('tbody tr').nth(11).waitFor();
  await page
    .getByRole('button', { name: t('common.edit') })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox').first().check();
  await dialog.getByRole('button', { name: t('common.save') }).click();
  await page.getByText(t('sessions.awaySlots', { count: 1 }), { exact: true }).waitFor();

  await page
    .getByRole('link', { name: t('sessions.parts.plan'), exact: true })
    .last()
    .click();
  await page.getByRole('button', { name: t('sessions.plan'), exact: true }).click();
  const board = page.getByRole('region', { name: t('sessions.board') });
  await board.locator('.meeting').first().waitFor();
  const count = await board.locator('.meeting').count();
  await expect('a plan with meetings', count > 4);

  // Drag a meeting to a free place.
  const free = board.locator('td:not(:has(.meeting))').last();
  const place = { slot: await free.getAttribute('data-slot'), table: await free.getAttribute('data-table') };
  await board.locator('.meeting').first().dragTo(free);
  await page.getByRole('status').filter({ hasText: '2' }).waitFor();
  await board.locator(`td[data-slot="${place.slot}"][data-table="${place.table}"] .meeting.fixed`).waitFor();

  // Ban a pair, by keyboard.
  await board.locator('.meeting:not(.fixed)').first().focus();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: t('sessions.ban') }).click();
  await page.waitForURL(/plan=3/);
  await dialog.waitFor({ state: 'detached' });

  // Plan anew with the pin and the ban.
  await page.getByRole('button', { name: t('sessions.planAgain') }).click();
  await page.waitForURL(/plan=4/);
  await board.locator(`td[data-slot="${place.slot}"][data-table="${place.table}"] .meeting.fixed`).waitFor();

  await page.getByRole('button', { name: t('sessions.noShow') }).click();
  await dialog.getByRole('combobox').click();
  await dialog.locator('.el-select-dropdown__item:visible').nth(2).click();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: t('sessions.tryRepair') }).click();
  await dialog.getByRole('button', { name: t('sessions.keepRepair') }).click();
  await page.waitForURL(/with=4/);
  await page.getByText(t('sessions.unchanged').slice(0, 4)).first().waitFor();
  await page.reload();
  await page.getByText(t('sessions.unchanged').slice(0, 4)).first().waitFor();

  await board.locator('.meeting').first().waitFor();
  await page.getByRole('button', { name: t('sessions.publish'), exact: true }).click();
  const despite = dialog.getByLabel(t('sessions.publishDespite'));
  if (await despite.count()) await despite.check();
  await dialog.getByRole('button', { name: t('sessions.publish'), exact: true }).click();
  await page.getByText(t('sessions.publishDone', { number: 5 })).waitFor();
  for (const [button, ending] of [
    ['print', '.html'],
    ['calendar', '.ics'],
    ['csv', '.csv'],
  ]) {
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: t(`sessions.${button}`) }).click();
    await expect(`an agenda ${ending}`, (await coming).suggestedFilename().endsWith(ending));
  }
  await page.getByRole('button', { name: t('sessions.perParticipant') }).click();
  await page.getByRole('region', { name: t('sessions.perParticipant') }).waitFor();

  await page.getByRole('link', { name: t('sessions.parts.day') }).click();
  await page.getByRole('button', { name: t('sessions.open') }).click();
  const arrivals = page.locator('.arrivals');
  await arrivals.getByRole('checkbox').first().click();
  await page.locator('.arrivals input:checked').waitFor();
  const outcome = page.locator('tbody tr').first();
  await outcome.getByRole('combobox').first().selectOption('1');
  await outcome.getByRole('combobox').nth(1).selectOption('5');
  await page.reload();
  await page.getByRole('button', { name: t('sessions.saveOutcomes', { count: 1 }) }).click();
  await page.getByRole('button', { name: t('sessions.saveOutcomes', { count: 0 }) }).waitFor();
  await page.locator('.totals').getByText('5.00').waitFor();

  await open(`/sessions/${id}/setup`);
  await page.getByRole('button', { name: t('sessions.deleteSession') }).click();
  await dialog.getByRole('button', { name: t('sessions.deleteSession') }).click();
  await page.waitForURL(/sessions$/);
}
