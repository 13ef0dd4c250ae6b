// Serves a built site below a folder with the headers `publish config` asks for, searches it as a
// reader would, and tells what is wrong.
//
//   node search.mjs SITE                 exits 1 if anything is wrong
//   node search.mjs SITE --shots FOLDER  takes pictures instead
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { launch } from './chromium.mjs';

const BASE = '/deep/er/';
// What src/publish/config prints.
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; " +
    "font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; " +
    "manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'self'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
};
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8', '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

const [folder, option, target] = process.argv.slice(2);
if (!folder || !existsSync(join(folder, 'search/pagefind/pagefind.js'))) {
  console.error('usage: node search.mjs SITE [--shots FOLDER]; SITE holds a built index');
  process.exit(2);
}
const root = realpathSync(folder);
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  let file = join(root, decodeURIComponent(pathname.slice(BASE.length)));
  if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
  if (!pathname.startsWith(BASE) || !existsSync(file)) {
    response.writeHead(404, HEADERS).end();
    return;
  }
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { ...HEADERS, 'Content-Type': type }).end(readFileSync(file));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${server.address().port}`;
const page_of_search = `${origin}${BASE}search/`;

const wrong = [];
const hold = (what, is) => {
  if (!is) wrong.push(what);
};

/** A page that reports what it logs, fails at, breaks, or asks of the world outside. */
async function open(browser, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const asked = [];
  page.on('console', (m) => {
    if (['error', 'warning'].includes(m.type())) wrong.push(`console: ${m.text()}`);
  });
  page.on('pageerror', (e) => wrong.push(`script: ${e.message}`));
  page.on('request', (r) => {
    asked.push(r.url());
    if (!r.url().startsWith(origin + BASE)) wrong.push(`asks for ${r.url()}`);
  });
  page.on('response', (r) => {
    if (r.status() >= 400) wrong.push(`${r.status()} for ${r.url()}`);
  });
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective}`));
  });
  return { page, asked, close: () => context.close() };
}

const said = (page) => page.locator('#said').textContent();

/** Waits for an answer and gives how many it found. */
async function answer(page, not = '') {
  await page.waitForFunction(
    (not) => {
      const text = document.getElementById('said').textContent;
      return text !== not && (/\d+/.test(text) || text === document.getElementById('find').dataset.none);
    },
    not, { timeout: 20_000 },
  );
  return Number((await said(page)).match(/\d+/)?.[0] ?? 0);
}

async function ask(page, words) {
  const before = await said(page);
  await page.fill('#q', words);
  return answer(page, before);
}

const overflows = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

async function without_a_script(browser) {
  const { page, close } = await open(browser, { javaScriptEnabled: false });
  await page.goto(`${page_of_search}?q=x`);
  hold('without a script a form stands there that does nothing', !(await page.isVisible('#find')));
  hold('without a script nothing says why', (await said(page)).includes('脚本'));
  for (const name of ['kinds', 'offices', 'years', 'indicators']) {
    const way = page.locator(`section[aria-labelledby=${name}]`);
    hold(`there is no browsing by ${name}`, (await way.locator('a').count()) > 0);
  }
  await page.locator('section[aria-labelledby=years] summary').first().click();
  const link = page.locator('section[aria-labelledby=years] a').first();
  hold('a year does not open', await link.isVisible());
  await link.click();
  hold('a year leads nowhere', await page.isVisible('h1'));
  await close();
}

async function search(browser) {
  const { page, asked, close } = await open(browser, { viewport: { width: 1280, height: 900 } });
  const of_the_index = () => asked.filter((url) => url.includes('/pagefind/')).length;
  await page.goto(origin + BASE);
  hold('a page that is no page of search asks for its files', !asked.some((url) => /search|pagefind/.test(url)));
  await page.goto(page_of_search);
  await page.waitForFunction(
    () => document.getElementById('said').textContent === document.getElementById('find').dataset.ready,
  );
  hold('the index is read before anybody asks', of_the_index() === 0);

  // Words of Chinese, whole, in part and across the bounds of words.
  for (const words of ['施工许可', '工程建设', '审批时限', '营商环境', '务服']) {
    hold(`“${words}” is not found`, (await ask(page, words)) > 0);
  }
  hold('nonsense is found', (await ask(page, '魑魅魍魉')) === 0);
  hold('nothing found is not said', (await said(page)).includes('没有找到'));

  const all = await ask(page, '施工许可');
  hold('the address does not keep what was asked', new URL(page.url()).searchParams.get('q') === '施工许可');
  hold('no result says of what kind it is', (await page.locator('#found li .meta span').first().textContent()) !== '');
  hold('what was asked for is not marked', (await page.locator('#found mark').first().textContent()).length > 0);
  const marks = await page.locator('#found mark').allTextContents();
  hold('the characters of a word are marked one by one', marks.some((mark) => mark === '施工许可'));
  hold('an excerpt repeats the title', await page.evaluate(() =>
    [...document.querySelectorAll('#found li')].every((li) =>
      !li.lastElementChild.textContent.startsWith(li.querySelector('a').textContent))));
  hold('the box loses the focus', (await page.evaluate(() => document.activeElement.id)) === 'q');
  hold('what is found is not announced', (await page.getAttribute('#said', 'role')) === 'status');

  // The number beside a choice is what the choice finds.
  const option = page.locator('#by-kind option[value=tasks]');
  const promised = Number((await option.textContent()).match(/（(\d+)）/)?.[1]);
  let before = await said(page);
  await page.selectOption('#by-kind', 'tasks');
  const tasks = promised === all ? all : await answer(page, before);
  hold(`${promised} tasks are promised and ${tasks} found`, promised === tasks && tasks > 0);
  const chips = await page.locator('#found li .chip').count();
  hold('a task has no state', chips === Math.min(tasks, 20));
  hold('a state is told by its colour alone', (await page.locator('#found .chip').first().textContent()).length > 2);
  hold('a task has no office', (await page.locator('#found li').first().locator('.meta > span').count()) >= 3);
  const state = await page.locator('#by-state option:not([disabled])').nth(1).getAttribute('value');
  const of_state = Number((await page.locator(`#by-state option[value=${state}]`).textContent()).match(/（(\d+)）/)[1]);
  before = await said(page);
  await page.selectOption('#by-state', state);
  await page.waitForFunction((n) => document.getElementById('said').textContent.includes(`${n} `), of_state);
  hold('the address does not keep the choice', new URL(page.url()).searchParams.get('state') === state);
  await page.goBack();
  await page.waitForFunction((n) => document.getElementById('said').textContent.includes(`${n} `), tasks);
  hold('the way back keeps a choice', (await page.inputValue('#by-state')) === '');

  // Nothing but a choice: everything of it, the newest first.
  await page.goto(`${page_of_search}?kind=news&year=2023`);
  await answer(page);
  const days = await page.locator('#found time').evaluateAll((all) => all.map((time) => time.dateTime));
  hold('the newest are not first', days.length > 1 && [...days].sort().reverse().join() === days.join());
  hold('a year finds another year', days.every((day) => day.startsWith('2023')));

  // An office finds what the offices below it answer for.
  await page.goto(`${page_of_search}?office=kezuozhongqi%2Fzhujianju&kind=tasks`);
  const of_office = await answer(page);
  hold('an office does not take in those below it', of_office > 20);
  hold('more is shown than asked for', (await page.locator('#found li').count()) === 20);
  // By the keyboard alone.
  await page.locator('#more button').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('#found li').length > 20);
  hold('the focus does not go on to what is new', await page.evaluate(() =>
    document.activeElement === document.querySelectorAll('#found li a')[20]));
  await page.goto(page_of_search);
  await page.focus('#q');
  await page.keyboard.type('许可');
  await page.keyboard.press('Enter');
  await answer(page, await page.evaluate(() => document.getElementById('find').dataset.ready));
  const way = [];
  for (let i = 0; i < 7; i += 1) {
    await page.keyboard.press('Tab');
    way.push(await page.evaluate(() => document.activeElement.id || document.activeElement.localName));
  }
  hold(`the keyboard goes ${way}`, way.join() === 'button,by-kind,by-state,by-office,by-year,by-order,a');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.endsWith('/search/'));
  hold('a result leads nowhere', (await page.locator('h1').count()) === 1);

  // The box that every page has.
  await page.goto(`${origin}${BASE}about/`);
  await page.fill('#seek', '施工许可');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\/\?q=/);
  hold('the box of a page asks something else', (await answer(page)) === all);
  hold('the page of search has two boxes', (await page.locator('#seek').count()) === 0);
  const shift = await page.evaluate(() => window.shift);
  hold(`the page jumps by ${shift}`, shift < 0.1);
  await close();
}

async function small(browser) {
  for (const width of [390, 320]) {
    const { page, close } = await open(browser, { viewport: { width, height: 800 } });
    await page.goto(`${page_of_search}?q=${encodeURIComponent('施工许可')}`);
    await answer(page);
    hold(`the page scrolls sideways at ${width}`, !(await overflows(page)));
    await page.goto(origin + BASE);
    hold(`the home page scrolls sideways at ${width}`, !(await overflows(page)));
    await close();
  }
}

async function without_an_index(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route(/pagefind-entry|pagefind\.js/, (route) => route.abort());
  await page.goto(page_of_search);
  await page.fill('#q', '施工');
  await page.waitForFunction(
    () => document.getElementById('said').textContent === document.getElementById('find').dataset.failed,
  );
  hold('without an index there is no browsing', await page.isVisible('#kinds'));
  await page.unroute(/pagefind-entry|pagefind\.js/);
  await page.fill('#q', '施工许可');
  hold('an index that is back is not asked', (await answer(page)) > 0);
  await context.close();
}

async function shots(browser) {
  for (const [name, width, scheme] of [
    ['wide', 1280, 'light'], ['dark', 1280, 'dark'], ['phone', 390, 'light'], ['phone-dark', 390, 'dark'],
  ]) {
    const { page, close } = await open(browser, { viewport: { width, height: 1100 }, colorScheme: scheme });
    await page.goto(`${page_of_search}?q=${encodeURIComponent('施工许可')}`);
    await answer(page);
    await page.screenshot({ path: join(target, `search-${name}.png`) });
    await page.goto(origin + BASE);
    await page.screenshot({ path: join(target, `home-${name}.png`) });
    await close();
  }
}

const browser = await launch();
try {
  if (option === '--shots') await shots(browser);
  else for (const look of [without_a_script, search, small, without_an_index]) await look(browser);
} catch (fault) {
  wrong.push(`${fault.message}`);
} finally {
  await browser.close();
  server.close();
}
if (wrong.length) {
  console.error(`${[...new Set(wrong)].join('\n')}\n${wrong.length} faults`);
  process.exit(1);
}
