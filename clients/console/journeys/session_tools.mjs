// A session after the pattern of another one: participants from a file with errors, what
// changes would be worth, and planning that is cancelled.
import { readFileSync } from 'node:fs';

export const name = 'copy a session, import participants, what if, cancel a run';

export async function run({ page, t, open, expect, language }) {
  const id = `copied-${language}`;
  const dialog = page.getByRole('dialog');
  await open('/sessions/spring-matchmaking/plan');
  await page.getByText(t('sessions.whatIf'), { exact: true }).click();
  await page.getByLabel(t('sessions.moreTables')).fill('1');
  await page.getByRole('button', { name: t('sessions.judge') }).click();
  const worth = page.getByRole('region', { name: t('sessions.whatIf') });
  await worth.locator('tbody tr').first().waitFor({ timeout: 120_000 });
  await expect('one change is judged', (await worth.locator('tbody tr').count()) === 1);

  await page.getByRole('button', { name: t('sessions.copy'), exact: true }).click();
  await dialog.getByLabel(t('sessions.copyId')).fill('not an id');
  await dialog.getByRole('button', { name: t('sessions.copy'), exact: true }).click();
  await dialog.locator('.field.bad').first().waitFor();
  await dialog.getByLabel(t('sessions.copyId')).fill(id);
  await dialog.getByLabel(t('sessions.firstDate')).fill('2027-06-01');
  await dialog.getByRole('button', { name: t('sessions.copy'), exact: true }).click();
  await page.waitForURL(new RegExp(`${id}/setup`));

  // Everybody else comes in from a file; two rows of it are wrong.
  await page.goto(page.url().replace(/setup$/, 'participants'));
  await page.locator('tbody tr').nth(39).waitFor();
  const members = readFileSync('../sample/members.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).name.split('/').pop());
  const lines = ['member,away,wants', 'nobody-here,,', `${members[0]},nonsense,`];
  lines.push(...members.slice(1).map((member) => `${member},,`));
  await page.getByRole('button', { name: t('sessions.importTitle') }).click();
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'participants.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });
  await dialog.getByText(t('sessions.rowProblem.stranger', { value: 'nobody-here' })).waitFor();
  await dialog.getByText(t('sessions.rowProblem.slots', { value: 'nonsense' })).waitFor();
  await dialog.getByRole('button', { name: new RegExp(t('sessions.importNow', { count: '\\d+' })) }).click();
  await dialog.getByText(t('sessions.rowJoined'), { exact: true }).first().waitFor();
  await dialog.getByRole('button', { name: t('common.close') }).click();
  await page.locator('main tbody tr').nth(90).waitFor();

  // So many take a while to plan: long enough to cancel.
  await page
    .getByRole('link', { name: t('sessions.parts.plan'), exact: true })
    .last()
    .click();
  await page.getByRole('button', { name: t('sessions.plan'), exact: true }).click();
  await page.getByRole('button', { name: t('runs.cancel') }).click();
  await page
    .getByRole('status')
    .filter({ hasText: t('runs.cancelled') })
    .waitFor();
  await page.getByText(t('sessions.noPlan'), { exact: true }).waitFor();
  await open('/runs');
  await page.locator('tbody').last().getByText(t('runs.state.4'), { exact: true }).first().waitFor();

  await open(`/sessions/${id}/setup`);
  await page.getByRole('button', { name: t('sessions.deleteSession') }).click();
  await dialog.getByRole('button', { name: t('sessions.deleteSession') }).click();
  await page.waitForURL(/sessions$/);
}
