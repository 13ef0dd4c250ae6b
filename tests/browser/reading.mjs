// What pages have for their readers beside their words: a code a telephone reads, a citation to
// copy, a question before a link leaves the site. Tells what is wrong.
//
//   node reading.mjs SITE FILE...   SITE is built with --offline; exits 1 if anything is wrong
//
// The first FILE has a link to a host that readers are asked about, and one to a host they are not.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import jsQR from 'jsqr';
import { launch } from './chromium.mjs';

const [site, ...files] = process.argv.slice(2);
const address = (file) => pathToFileURL(join(resolve(site), file)).href;
const wrong = [];
const browser = await launch();

/** The pixels of a picture; the page that reads them has no policy against pictures. */
async function pixels(png) {
  const page = await browser.newPage();
  const found = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, picture.width, picture.height);
    return { data: [...data], width, height };
  }, png.toString('base64'));
  await page.close();
  return found;
}

/** The code is folded, and when unfolded a camera reads the page's permanent address. */
async function code(page, file) {
  const drawing = page.locator('svg.qr');
  if (await drawing.isVisible()) wrong.push(`${file}: the code is not folded`);
  await page.locator('.share summary').click();
  const { data, width, height } = await pixels(await drawing.screenshot());
  const read = jsQR(Uint8ClampedArray.from(data), width, height)?.data;
  const canonical = await page.locator('link[rel=canonical]').getAttribute('href');
  if (read !== canonical) wrong.push(`${file}: the code says ${read}, the page ${canonical}`);
}

/** The citation is copied whole, and nothing else. */
async function citation(page, file) {
  const whole = (await page.locator('.cite .whole').innerText()).trim();
  await page.locator('.cite button').click();
  await page.locator('.cite [role=status]:not(:empty)').waitFor({ timeout: 5000 });
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  if (copied.trim().replaceAll('\r', '') !== whole) wrong.push(`${file}: copied ${copied}`);
}

/** Who leaves is asked, stays if so minded, and is not asked where the site says so. */
async function leaving(page, file) {
  const asked = page.locator('dialog.leaving');
  const away = page.locator('main a[href^="https://example.com"]').first();
  const known = page.locator('main a[href*=".gov.cn"]').first();
  const leaves = [];
  await page.route(/^https?:/, (route) => {
    leaves.push(route.request().url());
    return route.fulfill({ contentType: 'text/html', body: '<title>elsewhere</title>' });
  });
  await away.click();
  if (!(await asked.innerText()).includes('example.com')) wrong.push(`${file}: asks without the address`);
  await asked.locator('button[value=stay]').click();
  await asked.waitFor({ state: 'detached' });
  if (leaves.length) wrong.push(`${file}: who stays is taken away`);
  await away.click();
  await page.keyboard.press('Escape');
  await asked.waitFor({ state: 'detached' });
  if (leaves.length) wrong.push(`${file}: Escape is no way to stay`);
  await away.click();
  await asked.locator('button[value=go]').click();
  await page.waitForURL('https://example.com/**');
  await page.goto(address(file));
  await known.click();
  await page.waitForURL(/\.gov\.cn/);
  await page.goto(address(file));
  await page.locator('main a[href$=".html"]').first().click();
  if (await asked.count()) wrong.push(`${file}: asks at a link within the site`);
}

/** Without a script a link that leaves still shows it, and the citation can be read. */
async function withoutScript(file) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address(file));
  if (await page.locator('.cite button').count()) wrong.push(`${file}: a button that does nothing`);
  if (await page.locator('#leaving button').first().isVisible()) wrong.push(`${file}: the question is open`);
  await context.close();
}

const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
const page = await context.newPage();
page.on('console', (m) => {
  if (['error', 'warning'].includes(m.type())) wrong.push(`${page.url()}: console: ${m.text()}`);
});
page.on('pageerror', (e) => wrong.push(`${page.url()}: script: ${e.message}`));
for (const file of files) {
  await page.goto(address(file), { waitUntil: 'load' });
  await code(page, file);
  await citation(page, file);
  await withoutScript(file);
}
await page.goto(address(files[0]), { waitUntil: 'load' });
const mark = await page
  .locator('main a[href^="https://example.com"]')
  .first()
  .evaluate((link) => getComputedStyle(link, '::after').content);
if (!mark.includes('↗')) wrong.push(`a link that leaves bears no mark: ${mark}`);
await leaving(page, files[0]);
await browser.close();
for (const fault of wrong) console.error(fault);
process.exit(wrong.length ? 1 : 0);
