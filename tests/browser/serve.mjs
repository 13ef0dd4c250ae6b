// Opens a previewed site as its author would, edits its files on disk, and tells what is wrong.
//
//   node serve.mjs URL SITE                 exits 1 if anything is wrong; SITE is the site's folder
//   node serve.mjs URL SITE --restart       says “open”, and waits for what the preview shows when
//                                           it was ended and started again
//   node serve.mjs URL SITE --shots FOLDER  takes pictures of the bar instead, SITE's files as
//                                           they are
//
// The site is that of tests/serve.rs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './chromium.mjs';

const ABOUT = 'content/pages/about/index.md';

const [url, site, option, target] = process.argv.slice(2);
if (!url || !site || !existsSync(join(site, 'site.toml'))) {
  console.error('usage: node serve.mjs URL SITE [--restart | --shots FOLDER]');
  process.exit(2);
}
const wrong = [];

/** A page that reports what it logs, fails at, or asks of the world outside the preview. */
async function open(browser, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on('console', (m) => {
    if (['error', 'warning'].includes(m.type())) wrong.push(`console: ${m.text()}`);
  });
  page.on('pageerror', (e) => wrong.push(`script: ${e.message}`));
  page.on('request', (r) => {
    if (!r.url().startsWith(new URL(url).origin)) wrong.push(`asks for ${r.url()}`);
  });
  return page;
}

/** Waits for what must come by itself; the page is not touched. */
async function comes(what, locator) {
  try {
    await locator.waitFor({ timeout: 10_000 });
  } catch {
    wrong.push(`${what} does not come`);
  }
}

async function goes(what, locator) {
  try {
    await locator.waitFor({ state: 'detached', timeout: 10_000 });
  } catch {
    wrong.push(`${what} does not go`);
  }
}

/** A save shows at once, a fault lies over the page, and goes when mended. */
async function edits(browser) {
  const page = await open(browser, { viewport: { width: 1280, height: 500 } });
  const file = join(site, ABOUT);
  const text = readFileSync(file, 'utf8');
  const long = Array.from({ length: 60 }, (_, i) => `第${i}段。`).join('\n\n');
  writeFileSync(file, `${text}\n${long}\n`);
  await page.goto(new URL('about/', url).href);
  await comes('a long page', page.getByText('第59段。'));
  await page.evaluate(() => scrollTo(0, 600));

  writeFileSync(file, `${text}\n${long}\n\n刚写的话。\n`);
  await comes('the new text', page.getByText('刚写的话。'));
  await page.waitForFunction(() => scrollY === 600, null, { timeout: 5000 }).catch(async () => {
    wrong.push(`a reload scrolls to ${await page.evaluate(() => scrollY)}, not to 600`);
  });

  writeFileSync(file, text.replace('标题:', '题目:'));
  const panel = page.locator('#liangshai-preview .faults .panel');
  await comes('the fault', panel.getByText('content/pages/about/index.md:2:1'));
  if (!(await panel.isVisible())) wrong.push('the fault is folded');
  if (!(await page.getByText('刚写的话。').count())) wrong.push('the last good page is gone');
  await page.locator('#liangshai-preview .faults summary').click();
  if (await panel.isVisible()) wrong.push('the fault cannot be folded');

  writeFileSync(file, `${text}\n改好的话。\n`);
  await comes('the mended text', page.getByText('改好的话。'));
  await goes('the fault', page.locator('#liangshai-preview .faults[open]'));
  await page.context().close();
}

/** The day is chosen in the bar, the page comes back for it, and the default can be had again. */
async function day(browser) {
  const page = await open(browser, { viewport: { width: 1280, height: 900 } });
  const task = new URL('tasks/01/', url).href;
  await page.goto(task);
  const state = page.locator('main .state .chip');
  const before = await state.innerText();
  await page.locator('#liangshai-preview input[type=date]').fill('2023-07-01');
  await page.locator('#liangshai-preview').getByRole('button', { name: '查看' }).click();
  await comes('the other state', page.locator('main').getByText('逾期未完成').first());
  if (before === (await state.innerText())) wrong.push('another day shows the same state');
  if (page.url() !== task) wrong.push(`choosing a day leads to ${page.url()}`);
  await page.locator('#liangshai-preview').getByRole('button', { name: '回到默认日期' }).click();
  await comes('the first state', page.locator('main').getByText(before).first());
  await page.context().close();
}

/** What is unpublished is listed, can be reached, and can be turned off. */
async function unpublished(browser) {
  const page = await open(browser, { viewport: { width: 1280, height: 900 } });
  await page.goto(url);
  const bar = page.locator('#liangshai-preview');
  await bar.locator('.unpublished summary').click();
  await bar.getByRole('link', { name: '草稿一篇' }).click();
  await comes('the draft', page.locator('h1').getByText('草稿一篇'));
  await page.goto(url);
  await bar.getByRole('button', { name: '将公布的' }).click();
  await goes('the list of the unpublished', bar.locator('.unpublished'));
  await page.context().close();
}

/** At every width the bar fits, covers nothing at the foot, and can be hit with a finger. */
async function fits(browser) {
  for (const width of [1280, 768, 390, 320]) {
    const page = await open(browser, { viewport: { width, height: 800 } });
    await page.goto(url);
    const told = await page.evaluate(() => {
      scrollTo(0, document.documentElement.scrollHeight);
      const bar = document.getElementById('liangshai-preview').getBoundingClientRect();
      const foot = document.querySelector('footer').getBoundingClientRect();
      const pressed = '#liangshai-preview :is(button, summary, input:not([type=hidden]))';
      return {
        wide: document.documentElement.scrollWidth - innerWidth,
        covered: Math.round(foot.bottom - bar.top),
        below: Math.round(bar.bottom - innerHeight),
        small: [...document.querySelectorAll(pressed)]
          .filter((e) => e.getBoundingClientRect().height < 24).length,
        out: [...document.querySelectorAll(pressed)].filter((e) => {
          const box = e.getBoundingClientRect();
          return box.left < 0 || box.right > innerWidth + 0.5 || box.bottom > innerHeight;
        }).length,
      };
    });
    for (const [what, size] of Object.entries(told)) {
      if (size > 0) wrong.push(`the bar at ${width} px: ${what} ${size}`);
    }
    await page.context().close();
  }
}

/** A page that stayed open finds the preview again, though nothing was there for a while. */
async function restart(browser) {
  const page = await open(browser, { viewport: { width: 1280, height: 900 } });
  const listens = page.waitForEvent('response', (r) => r.url().endsWith('/.liangshai/events'));
  await page.goto(new URL('about/', url).href);
  await listens;
  console.log('open');
  await comes('the page of the new preview', page.getByText('重启以后的话。'));
  // That nobody answered for a while is what this is about.
  wrong.splice(0, wrong.length, ...wrong.filter((what) => !what.includes('net::ERR_')));
  await page.context().close();
}

async function shots(browser) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [width, height] of [[1280, 800], [390, 844]]) {
      const page = await open(browser, { viewport: { width, height }, colorScheme });
      const take = (name) =>
        page.screenshot({ path: join(target, `${name}-${width}-${colorScheme}.png`) });
      await page.goto(url);
      await take('page');
      await page.locator('#liangshai-preview details summary').first().click();
      await take('first');
      await page.locator('#liangshai-preview details summary').last().click();
      await take('last');
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      await page.locator('#liangshai-preview input[type=date]').fill('2023-07-01');
      await page.locator('#liangshai-preview form:has(input[type=date]) button').click();
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      await take('foot');
      await page.context().close();
    }
  }
}

const browser = await launch();
if (option === '--shots') {
  await shots(browser);
} else if (option === '--restart') {
  await restart(browser);
} else {
  await edits(browser);
  await day(browser);
  await unpublished(browser);
  await fits(browser);
  console.log(`${wrong.length} faults`);
}
await browser.close();
for (const what of wrong.slice(0, 40)) console.error(what);
process.exit(wrong.length ? 1 : 0);
