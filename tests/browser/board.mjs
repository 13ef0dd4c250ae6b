// Narrows and sorts the board and the list of problems as a reader would, prints the board for the wall, and tells what is
// wrong.
//
//   node board.mjs SITE LARGE   SITE: the shipped site, built with --offline, opened from its folder
//                               LARGE: a site whose board is in parts, served
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inflateSync } from 'node:zlib';
import { launch } from './chromium.mjs';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'self'";
const SERVED = 'http://board.test/deep/er/';
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml; charset=utf-8',
};

const [shipped, large] = process.argv.slice(2);
if (![shipped, large].every((folder) => folder && existsSync(join(folder, 'tasks/index.html')))) {
  console.error('usage: node board.mjs SITE LARGE; both hold a built tasks/index.html');
  process.exit(2);
}
const wrong = [];
const check = (is, what) => is || wrong.push(what);
const file = (path) => pathToFileURL(join(realpathSync(shipped), path)).href;

async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('console', (m) => {
    if (['error', 'warning'].includes(m.type())) wrong.push(`console: ${m.text()}`);
  });
  page.on('pageerror', (e) => wrong.push(`script: ${e.message}`));
  await page.route(`${SERVED}**`, (route) => {
    let path = join(large, decodeURIComponent(new URL(route.request().url()).pathname.slice(9)));
    if (existsSync(path) && statSync(path).isDirectory()) path = join(path, 'index.html');
    if (!existsSync(path)) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({
      body: readFileSync(path),
      headers: { 'Content-Type': TYPES[extname(path)] ?? '', 'Content-Security-Policy': POLICY },
    });
  });
  return page;
}

/** What is shown: the rows there are to see, and what is said of them. */
const shown = (page) => page.evaluate(() => ({
  rows: [...document.querySelectorAll('.tasks tbody tr')].filter((row) => row.checkVisibility())
    .map((row) => ({
      title: row.querySelector('a').textContent,
      href: row.querySelector('a').href,
      state: row.dataset.state,
      due: row.dataset.due,
      offices: row.dataset.office.split('|'),
      chip: row.querySelector('.chip')?.textContent ?? '',
    })),
  said: document.getElementById('said').textContent,
  live: document.getElementById('said').getAttribute('role'),
}));

async function choose(page, name, value) {
  await page.selectOption(`#by-${name}`, value);
  await page.waitForFunction(() => document.getElementById('said').textContent);
}

const narrowsTheBoard = (browser) => narrows(browser, 'tasks', 'done', 50);
const narrowsTheProblems = (browser) => narrows(browser, 'problems', 'closed', 10);

/** A list of more rows than so many is narrowed to a state that several of them are in. */
async function narrows(browser, list, end, many) {
  const page = await open(browser);
  await page.goto(file(`${list}/index.html`));
  const all = await shown(page);
  check(all.rows.length > many, `the list has its rows: ${all.rows.length} ${list}`);
  check(all.live === 'status', 'what is shown is announced');
  const offices = await page.$$eval('#by-office option', (options) => options.map((o) => o.value));
  await choose(page, 'state', end);
  const done = await shown(page);
  const expected = all.rows.filter((row) => row.state === end).length;
  check(expected > 1 && done.rows.length === expected, `${done.rows.length} of ${expected} are ${end}`);
  check(done.said.includes(String(expected)), `the count is said: ${done.said}`);
  check(done.rows.every((row) => row.state === end && row.chip), 'each shows its state');
  const office = offices.find((id) => id && done.rows.some((row) => row.offices.includes(id)));
  await choose(page, 'office', office);
  const both = await shown(page);
  const of = done.rows.filter((row) => row.offices.includes(office)).length;
  check(of > 0 && both.rows.length === of, `both choices hold: ${both.rows.length} of ${of}`);
  check(both.rows.every((row) => row.state === end), 'the first choice holds with the second');
  const address = new URL(page.url()).searchParams;
  check(address.get('state') === end && address.get('office') === office, 'it is in the address');

  // Somebody else opens the same address.
  const other = await open(browser);
  await other.goto(page.url());
  await other.waitForFunction(() => document.getElementById('said').textContent);
  const same = await shown(other);
  check(JSON.stringify(same.rows) === JSON.stringify(both.rows), 'the address shows the same');

  const months = await page.$$eval('#by-month option', (options) => options.map((o) => o.value));
  const taken = new Set(both.rows.map((row) => row.due.slice(0, 7)));
  await choose(page, 'month', months.find((month) => month && !taken.has(month)));
  await page.waitForFunction(() => !document.querySelector('#narrowed:not([hidden])'));
  const none = await shown(page);
  check(none.rows.length === 0, 'nothing matches');
  check(/没有/.test(none.said), `that nothing matches is said: ${none.said}`);
  await page.click('#narrow button[type=reset]');
  await page.waitForFunction(() => !document.getElementById('said').textContent);
  const again = await shown(page);
  check(again.rows.length === all.rows.length, 'all are back');
  check(!new URL(page.url()).search, 'the address is clear again');

  await choose(page, 'order', 'due');
  const days = (await shown(page)).rows.map((row) => row.due || '9');
  check(days.length === all.rows.length, 'sorting loses nobody');
  check(days.every((day, i) => !i || days[i - 1] <= day), 'they stand by their days');
}

/** Takes the first link a selector finds to its page. */
async function follow(page, selector) {
  const here = page.url();
  await Promise.all([
    page.waitForURL((url) => url.href !== here),
    page.locator(selector).first().click(),
  ]);
}

/** Without a script nobody sees a control that does nothing. */
async function withoutScript(browser) {
  const page = await open(browser, { javaScriptEnabled: false });
  for (const list of ['tasks', 'problems']) {
    await page.goto(file(`${list}/index.html`));
    check(!(await page.isVisible('#narrow')), `a dead control is shown with the ${list}`);
    await follow(page, 'details[data-by=state] a');
    check(page.url().includes(`/${list}/by/state/`), `the links of the ${list} lead to pages of their own`);
  }
  await page.goto(file('problems/index.html'));
  await page.click('details[data-by=channel] summary');
  await follow(page, 'details[data-by=channel] a');
  const count = Number(await page.locator('details[data-by=channel] a[aria-current] + small').textContent()
    .then((text) => text.match(/\d+/)[0]));
  const rows = await page.locator('.problems tbody tr').count();
  check(count > 0 && rows === count, `${rows} of ${count} problems from a source are shown`);
  await page.goto(file('tasks/wall/index.html'));
  check((await page.locator('.wall-of tbody tr').count()) > 50, 'the wall has its rows');
  await page.goto(file('bulletins/index.html'));
  await follow(page, 'main a[href*="bulletins/"]');
  check((await page.locator('article p').count()) > 5, 'a bulletin is read');
  // A long list goes on by its links.
  await page.goto(`${SERVED}tasks/`);
  const first = await page.locator('#board .tasks tbody a').first().textContent();
  await follow(page, '.parts a[rel=next]');
  check(page.url().endsWith('/tasks/page/2/'), `the board goes on: ${page.url()}`);
  const next = await page.locator('#board .tasks tbody a').first().textContent();
  check(first !== next, 'the second page of the board has other rows');
}

/** A board in parts is narrowed as a whole. */
async function inParts(browser) {
  const page = await open(browser);
  await page.goto(`${SERVED}tasks/`);
  const first = await shown(page);
  const link = page.locator('details[data-by=state] li').first();
  const count = Number((await link.locator('small').textContent()).match(/\d+/)[0]);
  const state = await link.getAttribute('data-value');
  await page.selectOption('#by-state', state);
  await page.waitForFunction((n) => document.getElementById('said').textContent.includes(n), String(count));
  const { rows } = await shown(page);
  const here = first.rows.filter((row) => row.state === state).length;
  check(here < count, `the state goes beyond the first part: ${here} of ${count}`);
  check(rows.length === Math.min(count, 200), `${rows.length} of ${count} are shown`);
  while (await page.isVisible('#more button')) await page.click('#more button');
  const every = (await shown(page)).rows;
  check(every.length === count, `${every.length} of ${count} are shown in the end`);
  const last = every.at(-1);
  const answer = await page.goto(last.href);
  check(answer.status() === 200, `${last.href} leads nowhere`);
}

/** The boxes of a PDF's sheets, in points, however its objects are packed. */
function sheets(pdf) {
  let text = pdf.toString('latin1');
  for (const [, stream] of text.matchAll(/stream\r?\n([^]*?)endstream/g)) {
    try {
      text += inflateSync(Buffer.from(stream, 'latin1'), { finishFlush: 2 }).toString('latin1');
    } catch {
      // A stream of another kind.
    }
  }
  return [...text.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, w, h]) => [w, h].map(Number));
}

/** The wall's board is printed on A3, lying, and nothing of it is cut off. */
async function onTheWall(browser) {
  const page = await open(browser);
  await page.goto(file('tasks/wall/index.html'));
  const boxes = sheets(await page.pdf({ preferCSSPageSize: true }));
  check(boxes.length > 1, `there are sheets: ${boxes.length}`);
  const [width, height] = [420, 297].map((mm) => (mm * 72) / 25.4);
  for (const [w, h] of boxes) {
    const isA3 = Math.abs(w - width) < 1.5 && Math.abs(h - height) < 1.5;
    check(isA3, `a sheet of ${w} × ${h} points is no A3 landscape`);
  }
  // As wide as what can be printed on: 390 mm between the margins.
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: Math.floor((390 * 96) / 25.4), height: 900 });
  const seen = await page.evaluate(() => ({
    over: document.documentElement.scrollWidth - innerWidth,
    heads: [...document.querySelectorAll('.wall-of thead')].map((head) => getComputedStyle(head).display),
    rows: document.querySelectorAll('.wall-of tbody tr').length,
    chips: document.querySelectorAll('.wall-of tbody .chip i').length,
  }));
  check(seen.over <= 0, `${seen.over} px are cut off`);
  check(seen.heads.every((display) => display === 'table-header-group'), 'the heads are repeated');
  check(seen.rows > 50 && seen.rows === seen.chips, 'each row has its shape and word');
}

const browser = await launch();
for (const look of [narrowsTheBoard, narrowsTheProblems, withoutScript, inParts, onTheWall]) {
  try {
    await look(browser);
  } catch (fault) {
    wrong.push(`${look.name}: ${fault.message}`);
  }
}
await browser.close();
for (const what of wrong) console.error(what);
process.exit(wrong.length ? 1 : 0);
