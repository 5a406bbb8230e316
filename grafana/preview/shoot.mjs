// Pictures of all dashboards: node shoot.mjs PROMETHEUS DIRECTORY [SECONDS]. CHROMIUM names the browser (default /usr/bin/chromium).
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

const [prometheus, directory, seconds = '120'] = process.argv.slice(2);
const server = await preview({ root: import.meta.dirname, preview: { host: '127.0.0.1', port: 0 } });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  for (const file of readdirSync(join(import.meta.dirname, '..', 'dashboards'))) {
    const name = file.replace('.json', '');
    const page = await browser.newPage({ viewport: { width: 1640, height: 900 } });
    page.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
    await page.goto(`${server.resolvedUrls.local[0]}?${new URLSearchParams({ dashboard: name, prometheus, seconds })}`);
    await page.waitForSelector('#drawn', { timeout: 30_000 });
    await page.waitForTimeout(1500); // Charts draw after their layout.
    await page.screenshot({ path: join(directory, `grafana-${name}.png`), fullPage: true });
    await page.close();
    console.log(`grafana-${name}.png`);
  }
} finally {
  await browser.close();
  await server.close();
}
