// Opens a site built with --offline from its folder, as a reader would, and tells what is wrong.
//
//   node look.mjs SITE                 look at every page; exits 1 if anything is wrong
//   node look.mjs SITE --shots FOLDER  take the pictures the README shows instead
//
// The browser is $CHROMIUM, else the first found of the usual names.
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const BROWSERS = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const WIDTHS = [1280, 390, 320];
// One page of each template, for what takes longer to look at.
const SAMPLES = [
  'index.html', 'tasks/index.html', 'tasks/by/state/done/index.html', 'tasks/wall/index.html',
  'tasks/kezuozhongqi/12/index.html',
  'tasks/kezuozhongqi/22/index.html', 'plans/kezuozhongqi/2023/index.html',
  'indicators/index.html', 'indicators/kezuozhongqi/baozhuang/index.html', 'offices/index.html',
  'offices/kezuozhongqi/zhujianju/index.html', 'groups/kezuozhongqi/lingdaoxiaozu/index.html',
  'about/index.html', 'data/index.html', '404.html',
];

const [folder, option, target] = process.argv.slice(2);
if (!folder || !existsSync(join(folder, 'index.html'))) {
  console.error('usage: node look.mjs SITE [--shots FOLDER]; SITE holds a built index.html');
  process.exit(2);
}
const root = realpathSync(folder);
const executablePath = BROWSERS.find((path) => path && existsSync(path));
if (!executablePath) {
  console.error('no chromium found; install it or name it in CHROMIUM');
  process.exit(2);
}

const wrong = [];
const address = (page) => pathToFileURL(join(root, page)).href;
const home = address('');

/** A page that reports what it logs, fails at, or asks of the world outside the folder. */
async function open(browser, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  let at = '';
  page.on('console', (m) => {
    if (['error', 'warning'].includes(m.type())) wrong.push(`${at}: console: ${m.text()}`);
  });
  page.on('pageerror', (e) => wrong.push(`${at}: script: ${e.message}`));
  page.on('requestfailed', (r) => {
    // The icon is still on its way when the next page is opened.
    if (r.failure()?.errorText !== 'net::ERR_ABORTED') wrong.push(`${at}: failed: ${r.url()}`);
  });
  page.on('request', (r) => {
    if (!r.url().startsWith(home)) wrong.push(`${at}: asks for ${r.url()}`);
  });
  return {
    page,
    close: () => context.close(),
    go: async (name) => {
      at = name;
      await page.goto(address(name), { waitUntil: 'load' });
    },
  };
}

function pages(below = root) {
  return readdirSync(below, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(below, entry.name);
      if (entry.isDirectory()) return pages(path);
      return entry.name.endsWith('.html') ? [relative(root, path).split(sep).join('/')] : [];
    });
}

/** Every page, at every width: nothing fails, nothing is wider than the window. */
async function everyPage(browser, names) {
  const tab = await open(browser, { viewport: { width: 1280, height: 900 } });
  for (const name of names) {
    await tab.page.setViewportSize({ width: WIDTHS[0], height: 900 });
    await tab.go(name);
    for (const width of WIDTHS) {
      await tab.page.setViewportSize({ width, height: 900 });
      const wide = await tab.page.evaluate(() => {
        const over = document.documentElement.scrollWidth - innerWidth;
        if (over <= 0) return null;
        const widest = [...document.querySelectorAll('body *')]
          .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
          .pop();
        return `${over} px too wide, from <${widest?.localName} class="${widest?.className}">`;
      });
      if (wide) wrong.push(`${name} at ${width} px: ${wide}`);
    }
  }
  await tab.close();
}

/** Runs in the page: text too faint on its ground, by WCAG 2.2 AA. */
function faint() {
  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((v) => {
      const s = v / 255;
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.a === 1) return colour;
    }
    return { r: 255, g: 255, b: 255, a: 1 };
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const words = walker.currentNode.data.trim();
    if (!words || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const [a, b] = [parse(style.color), ground(element)].map(luminance).sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) found.push(`${ratio.toFixed(2)}:1 “${words.slice(0, 20)}”`);
  }
  return [...new Set(found)];
}

/** Both colour schemes are there, and text is readable in each. */
async function colours(browser, names) {
  const grounds = {};
  for (const colorScheme of ['light', 'dark']) {
    const tab = await open(browser, { viewport: { width: 1280, height: 900 }, colorScheme });
    for (const name of names) {
      await tab.go(name);
      grounds[colorScheme] = await tab.page.evaluate(
        () => getComputedStyle(document.body).backgroundColor,
      );
      for (const what of await tab.page.evaluate(faint)) {
        wrong.push(`${name}, ${colorScheme}: too faint: ${what}`);
      }
    }
    await tab.close();
  }
  if (grounds.light === grounds.dark) wrong.push('a reader who asks for dark gets light');
}

/** With JavaScript off a page says all it says with it on. */
async function withoutScript(browser, names) {
  const on = await open(browser, { viewport: { width: 1280, height: 900 } });
  const off = await open(browser, {
    viewport: { width: 1280, height: 900 },
    javaScriptEnabled: false,
  });
  for (const name of names) {
    await on.go(name);
    await off.go(name);
    const [more, less] = await Promise.all(
      [on, off].map((tab) => tab.page.locator('main').innerText()),
    );
    if (less.length < 20) wrong.push(`${name}: nothing to read without JavaScript`);
    const lost = more.split('\n').filter((line) => line.trim() && !less.includes(line));
    // A control that works by script alone may stay away; the content may not.
    if (lost.join('').length > more.length / 10) {
      wrong.push(`${name}: lost without JavaScript: ${lost.slice(0, 3).join(' / ')}`);
    }
  }
  await on.close();
  await off.close();
}

/** The keyboard reaches the skip link first and sees where it is. */
async function keyboard(browser) {
  const tab = await open(browser, { viewport: { width: 1280, height: 900 } });
  await tab.go('index.html');
  await tab.page.keyboard.press('Tab');
  const skip = await tab.page.evaluate(() => {
    const e = document.activeElement;
    const box = e.getBoundingClientRect();
    return { href: e.getAttribute('href'), seen: box.left >= 0 && box.top >= 0 && box.width > 20 };
  });
  if (skip.href !== '#main' || !skip.seen) wrong.push('the first Tab does not show the skip link');
  await tab.page.keyboard.press('Enter');
  const main = await tab.page.evaluate(() => document.activeElement.id);
  if (main !== 'main') wrong.push('the skip link does not lead to the main text');
  await tab.close();
}

/** Fingers find what they must hit: 24 px at least (WCAG 2.2, 2.5.8). */
async function fingers(browser, names) {
  const tab = await open(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  for (const name of names) {
    await tab.go(name);
    const small = await tab.page.evaluate(() =>
      [...document.querySelectorAll('header a, .jump a, .pager a, .links a, summary, button')]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 24)
        .map((e) => e.textContent.trim()),
    );
    if (small.length) wrong.push(`${name}: too small to hit: ${small.slice(0, 3).join(', ')}`);
  }
  await tab.close();
}

/** On paper there is the record, without the screen's frame. */
async function paper(browser, names) {
  const tab = await open(browser, { viewport: { width: 800, height: 1000 } });
  await tab.page.emulateMedia({ media: 'print' });
  for (const name of names) {
    await tab.go(name);
    const frame = await tab.page.evaluate(() =>
      [...document.querySelectorAll('header, .crumbs, .pager')].some((e) => e.checkVisibility()),
    );
    if (frame) wrong.push(`${name}: the screen's frame is printed`);
  }
  await tab.close();
}

async function shots(browser) {
  for (const [file, page, width, height, scale] of [
    ['home.png', 'index.html', 1280, 1180, 1],
    ['task.png', 'tasks/kezuozhongqi/22/index.html', 390, 1000, 2],
  ]) {
    const tab = await open(browser, { viewport: { width, height }, deviceScaleFactor: scale });
    await tab.go(page);
    await tab.page.screenshot({ path: join(target, file) });
    await tab.close();
  }
}

const browser = await chromium.launch({ executablePath, args: FLAGS });
if (option === '--shots') {
  await shots(browser);
} else {
  const names = pages();
  const samples = SAMPLES.filter((name) => names.includes(name));
  await everyPage(browser, names);
  await colours(browser, samples);
  await withoutScript(browser, samples);
  await keyboard(browser);
  await fingers(browser, samples);
  await paper(browser, samples);
  console.log(`${names.length} pages, ${samples.length} of them closely: ${wrong.length} faults`);
}
await browser.close();
for (const what of wrong.slice(0, 40)) console.error(what);
if (wrong.length > 40) console.error(`and ${wrong.length - 40} more`);
process.exit(wrong.length ? 1 : 0);
