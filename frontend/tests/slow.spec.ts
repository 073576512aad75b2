import { expect, test } from './test';

// A slow 3G line as WebPageTest has it: 400 kbit/s each way, 400 ms there and back.
const slow3G = {
  offline: false,
  downloadThroughput: 400_000 / 8,
  uploadThroughput: 400_000 / 8,
  latency: 400,
};

test('a first visit on slow 3G is usable', async ({ page, context }) => {
  const protocol = await context.newCDPSession(page);
  await protocol.send('Network.enable');
  await protocol.send('Network.emulateNetworkConditions', slow3G);
  let bytes = 0;
  protocol.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));

  let begun = Date.now();
  await page.goto('/kk', { waitUntil: 'commit' });
  await expect(page.getByRole('article')).toHaveCount(3); // the seasons
  // 180 kB take 3.6 s of such a line, and the five round trips one after another 2 s.
  expect(bytes, 'bytes until the seasons are shown').toBeLessThan(180_000);
  expect(Date.now() - begun, 'milliseconds until the seasons are shown').toBeLessThan(12_000);

  // The next page needs its own script and data only, and says that they are on their way.
  begun = Date.now();
  await page.getByRole('navigation').first().getByRole('link').nth(2).click();
  await expect(page.getByText('Жүктелуде').first()).toBeAttached();
  await expect(page.getByRole('rowheader')).toHaveCount(20);
  expect(Date.now() - begun, 'milliseconds to the next page').toBeLessThan(6_000);
});
