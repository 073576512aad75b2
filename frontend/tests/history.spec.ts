import AxeBuilder from '@axe-core/playwright';
import { untranslated } from './look';
import { expect, test } from './test';

test('the history of a region is fetched when it is unfolded, and folds for the next', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    const operation = /query (\w+)/.exec(request.postData() ?? '')?.[1];
    if (operation) asked.push(operation);
  });
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto('/ru/regions/KZ-63');
  const history = page.getByRole('region', { name: 'История этой записи' });
  await expect(history).toBeVisible();
  expect(asked).not.toContain('History');

  await history.locator('summary').first().press('Enter');
  await expect(history.getByText('Сама программа')).toBeVisible();
  await history.getByText('Значения').click();
  const field = (name: string) => history.locator('dl > div').filter({ hasText: name });
  await expect(field('Название (казахский)')).toContainText('Шығыс Қазақстан облысы');
  await expect(field('Источник').getByRole('link')).toHaveText('S43');
  expect(asked).toContain('History');
  expect(await untranslated(page, 'ru')).toEqual([]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  await page.getByRole('main').getByRole('link', { name: 'область Абай' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('область Абай');
  await expect(history.getByText('Сама программа')).toBeHidden();
});

test.describe('without a connection', () => {
  // A worker that takes over in the middle hides requests from the route below.
  test.use({
    tolerated: /Failed to load resource|registration blocked/,
    serviceWorkers: 'block',
  });

  test('a history that cannot be fetched can be asked for again', async ({ page }) => {
    await page.goto('/en/seasons/2018');
    const history = page.getByRole('region', { name: 'History of this record' });
    await history.getByRole('heading').click();
    await expect(history.getByText('The programme itself')).toBeVisible();
    await page.goto('/en/seasons/2019');
    await page.route('**/graphql', (route) =>
      route.request().postData()?.includes('query History') ? route.abort() : route.continue(),
    );
    await history.getByRole('heading').click();
    await expect(history.getByRole('alert')).toBeVisible();
    await page.unroute('**/graphql');
    await history.getByRole('button', { name: 'Try again' }).click();
    await expect(history.getByText('The programme itself')).toBeVisible();
  });
});
