// Runs Lighthouse on every page of the binary: accessibility has to score 100 and
// the layout may shift by less than 0.05. One line a page. With ZHAS_TEST_LONG
// every page is looked at in each language, on a phone and on a desktop; without
// it once, each in another language and form than the one before.
// Lighthouse is installed apart from the application, which does not need it.
import { chromium } from '@playwright/test';
import lighthouse, { desktopConfig } from 'lighthouse';
import { chromiumOptions } from '../scripts/chromium.js';
import { freePort, startServer } from '../scripts/server.js';
import { addresses } from '../tests/addresses.js';

const shiftAudit = 'cumulative-layout-shift';
const most = 0.05; // of layout shift
const settings = {
  onlyCategories: ['accessibility'],
  onlyAudits: [shiftAudit], // besides
  disableFullPageScreenshot: true,
};
const forms = [
  { name: 'phone', config: { extends: 'lighthouse:default' } },
  { name: 'desktop', config: desktopConfig },
];
const languages = ['kk', 'ru', 'en'];
const everything = addresses.flatMap((address) =>
  languages.flatMap((language) => forms.map((form) => ({ address, language, form }))),
);
const each = languages.length * forms.length;
const chosen = process.env.ZHAS_TEST_LONG
  ? everything
  : addresses.map((_, i) => everything[i * each + (i % each)]);

const server = await startServer();
const port = await freePort();
const browser = await chromium.launch({
  ...chromiumOptions,
  args: [...chromiumOptions.args, `--remote-debugging-port=${port}`],
});
try {
  for (const { address, language, form } of chosen) {
    const path = `/${language}${address}`;
    const settled = { ...form.config, settings: { ...form.config.settings, ...settings } };
    let lhr;
    // Chromium at times loses the beginning of a trace. That says nothing of the page.
    for (let tries = 3; tries && (!lhr || lhr.audits[shiftAudit].errorMessage); tries--) {
      ({ lhr } = await lighthouse(server.url + path, { port, logLevel: 'silent' }, settled));
    }
    const score = Math.round((lhr.categories.accessibility.score ?? 0) * 100);
    const failed = Object.values(lhr.audits)
      .filter(
        ({ score, scoreDisplayMode }) =>
          score !== null && score < 1 && scoreDisplayMode === 'binary',
      )
      .map(({ id }) => id);
    const shift = lhr.audits[shiftAudit].numericValue ?? Infinity;
    const ok = score === 100 && shift < most;
    console.log(
      `${ok ? 'ok' : 'not ok'} ${path} on a ${form.name}: accessibility ${score}, layout shift ${shift.toFixed(3)}` +
        (ok ? '' : ` ${failed.join(', ')}`),
    );
    if (!ok) process.exitCode = 1;
  }
} finally {
  await browser.close();
  await server.stop();
}
