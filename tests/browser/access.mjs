// Looks at one page of every kind of a site built with --offline, as readers of all sorts do, and
// tells what is wrong: axe-core's rules in every look a reader can choose, at both widths; what
// moves, what asks elsewhere, the keyboard, forced colours, paper, reading aloud, no script.
//
//   node access.mjs SITE                 exits 1 if anything is wrong
//   node access.mjs SITE --only TEXT     the same for pages whose address has a text
//   node access.mjs SITE --shots FOLDER  takes pictures of a few pages in every look instead
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Site, launch, tooWide } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 AA, and what is good practice beside it; no rule is left out. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What colours and sizes can break; the rest is the same page as in the first look. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];
const OF_SIZES = ['color-contrast', 'target-size', 'scrollable-region-focusable'];
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const AXE_AT = [DESKTOP.width, PHONE.width];
/** How a reader may look at a page: what the device asks for, or what was chosen on a page before. */
const LOOKS = {
  light: { rules: { runOnly: TAGS } },
  dark: { options: { colorScheme: 'dark' }, rules: { runOnly: OF_COLOURS } },
  contrast: { chosen: { colours: 'contrast' }, rules: { runOnly: OF_COLOURS } },
  large: { chosen: { fontscale: 'large' }, rules: { runOnly: OF_SIZES } },
  // The same rules on the same page, larger still: only its width can tell.
  larger: { chosen: { fontscale: 'larger' } },
};

const [folder, option, target] = process.argv.slice(2);
const only = option === '--only' ? target : '';
if (!folder || !existsSync(join(folder, 'index.html'))) {
  console.error('usage: node access.mjs SITE [--only TEXT | --shots FOLDER]; SITE holds a built index.html');
  process.exit(2);
}
const site = new Site(folder);
const wrong = [];

/** Runs in a page before anything of it: what the reader chose before, and what moves from now on. */
function before(chosen) {
  if (chosen) localStorage.setItem('liangshai-reading', JSON.stringify(chosen));
  else localStorage.removeItem('liangshai-reading');
  // A browser short of time paints what it has of a page, and goes on: how that grows is its own
  // matter, and differs from run to run. From there on nothing may move.
  const unread = new CSSStyleSheet();
  unread.replaceSync(':root { display: none }');
  document.adoptedStyleSheets = [unread];
  document.addEventListener('readystatechange', () => { document.adoptedStyleSheets = []; }, { once: true });
  window.moved = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.moved += shift.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

async function lookingAs(browser, look, viewport) {
  const { options, chosen } = LOOKS[look];
  const tab = await site.open(browser, wrong, { viewport, ...options });
  await tab.context.addInitScript(before, chosen);
  return tab;
}

/** The rules of axe-core, as lines of what breaks them. */
async function violations(page, rules) {
  await page.evaluate(`window.axe || (() => { ${AXE} })()`);
  return page.evaluate(async (options) => {
    const { violations } = await window.axe.run(document, {
      ...options, resultTypes: ['violations'], preload: false,
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.slice(0, 2).map((node) => `${id} (${help}): ${node.html.slice(0, 120)}`));
  }, rules);
}

/** In one look: nothing moves, nothing breaks a rule, nothing is wider than the window. */
async function inALook(browser, look, names) {
  const rules = LOOKS[look].rules;
  const tab = await lookingAs(browser, look, PHONE);
  for (const name of names) {
    await tab.page.setViewportSize(PHONE);
    await tab.go(name);
    const moved = await tab.page.evaluate(() => window.moved);
    if (moved > 0.001) wrong.push(`${name}, ${look}: moves by ${moved}`);
    // 640 px is what a window of 1280 px has at 200 %.
    for (const width of [390, 320, 640, 1280]) {
      await tab.page.setViewportSize({ width, height: 900 });
      const wide = await tab.page.evaluate(tooWide);
      if (wide) wrong.push(`${name}, ${look}, ${width} px: ${wide}`);
      if (!rules || !AXE_AT.includes(width)) continue;
      for (const what of await violations(tab.page, rules)) {
        wrong.push(`${name}, ${look}, ${width} px: ${what}`);
      }
    }
  }
  await tab.close();
}

/** Every control can be reached by the keyboard, shows that it is, and lies under nothing. */
async function byKeyboard(browser, names) {
  const tab = await lookingAs(browser, 'light', DESKTOP);
  for (const name of names) {
    await tab.go(name);
    await tab.page.keyboard.press('Tab');
    const lost = await tab.page.evaluate(() => {
      const skip = document.activeElement;
      const box = skip.getBoundingClientRect();
      if (skip.hash !== '#main' || box.left < 0 || box.width < 20) return ['no skip link'];
      const wanted = 'a[href], button, input, select, summary, [tabindex="0"]';
      const reached = [...document.querySelectorAll(wanted)].filter((e) => e.checkVisibility());
      return reached.filter((e) => {
        e.focus();
        const style = getComputedStyle(e);
        const [first] = e.getClientRects();
        const [x, y] = [first.left + Math.min(first.width, 20) / 2, first.top + first.height / 2];
        const on = document.elementFromPoint(x, y);
        const isSeen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        return !isSeen || !(e === on || e.contains(on) || on?.contains(e));
      }).slice(0, 3).map((e) => `focus is not seen on ${e.outerHTML.slice(0, 120)}`);
    });
    lost.forEach((what) => wrong.push(`${name}: ${what}`));
    await tab.page.keyboard.press('Home');
  }
  await tab.go('index.html');
  await tab.page.keyboard.press('Tab');
  await tab.page.keyboard.press('Enter');
  const main = await tab.page.evaluate(() => document.activeElement.id);
  if (main !== 'main') wrong.push('the skip link does not lead to the main text');
  await tab.close();
}

/** Neither forced colours nor paper lose the page, whatever look was chosen for the screen. */
async function notBlank(browser, names) {
  for (const media of [{ forcedColors: 'active' }, { media: 'print' }]) {
    const tab = await lookingAs(browser, 'contrast', DESKTOP);
    await tab.page.emulateMedia(media);
    for (const name of names) {
      await tab.go(name);
      const lost = await tab.page.evaluate(() => {
        const of = (element) => getComputedStyle(element);
        const paper = of(document.body).backgroundColor;
        const shown = [...document.querySelectorAll('main *')].filter((e) => e.checkVisibility());
        const words = shown.filter((e) => [...e.childNodes].some((n) => n.data?.trim()));
        if (!words.length) return 'nothing is left';
        if (matchMedia('print').matches && paper !== 'rgb(255, 255, 255)') return `a ground of ${paper}`;
        const ink = (e) => (e.closest('svg') ? of(e).fill : of(e).color);
        const faint = words.find((e) => ink(e) === paper);
        return faint && `cannot be read: ${faint.outerHTML.slice(0, 120)}`;
      });
      if (lost) wrong.push(`${name}, ${JSON.stringify(media)}: ${lost}`);
    }
    await tab.close();
  }
}

/** What is chosen looks as what a device asks for, whatever this device asks for. */
async function asTheDevice(browser) {
  const colours = async (options, chosen) => {
    const tab = await site.open(browser, wrong, { viewport: DESKTOP, ...options });
    await tab.context.addInitScript(before, chosen);
    await tab.go('index.html');
    const sheet = await tab.page.locator('link[rel=stylesheet]').first().evaluate((e) => e.href);
    const names = [...new Set(readFileSync(new URL(sheet), 'utf8').match(/--[a-z0-9-]+(?=:)/g))];
    const told = await tab.page.evaluate((names) => {
      const style = getComputedStyle(document.documentElement);
      return names.map((name) => `${name} ${style.getPropertyValue(name)}`).join();
    }, names);
    await tab.close();
    return told;
  };
  const [light, dark] = [{ colorScheme: 'light' }, { colorScheme: 'dark' }];
  const usual = { light: await colours(light), dark: await colours(dark) };
  if (usual.light === usual.dark) wrong.push('a reader who asks for dark gets light');
  for (const chosen of ['light', 'dark']) {
    for (const device of [light, dark]) {
      const shown = await colours(device, { colours: chosen });
      if (shown !== usual[chosen]) wrong.push(`${chosen} chosen in ${device.colorScheme} is another`);
    }
  }
}

/** The controls do what they say, by the keyboard alone, and the choice stays. */
async function choices(browser) {
  const tab = await site.open(browser, wrong, { viewport: DESKTOP });
  const { page } = tab;
  const now = () => page.evaluate(() => ({
    size: parseFloat(getComputedStyle(document.documentElement).fontSize),
    ground: getComputedStyle(document.body).backgroundColor,
  }));
  await tab.go('index.html');
  const first = await now();
  await page.locator('.aids summary').focus();
  await page.keyboard.press('Enter');
  await page.locator('[name=fontscale][value=""]').focus();
  await page.keyboard.press('ArrowDown');
  await page.locator('[name=colours][value=""]').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const changed = await now();
  if (!(changed.size > first.size)) wrong.push('大字 does not make the type larger');
  if (changed.ground === first.ground) wrong.push('深色 does not make the page dark');
  await page.keyboard.press('Escape');
  const closed = await page.evaluate(() => document.activeElement.localName);
  if (closed !== 'summary' || (await page.locator('.aids[open]').count())) {
    wrong.push('Escape does not close the controls');
  }
  await tab.go('tasks/index.html');
  const kept = await now();
  if (JSON.stringify(kept) !== JSON.stringify(changed)) wrong.push('what was chosen is not kept');
  const checked = await page.locator('.aids input:checked').evaluateAll((all) => all.map((e) => e.value));
  if (checked.join() !== 'large,dark') wrong.push(`the controls show ${checked}, not what was chosen`);
  await tab.close();
}

/** Runs in a page before anything of it: a device that speaks, without a sound. */
function speaks(voices) {
  window.spoken = [];
  window.SpeechSynthesisUtterance = function (words) {
    this.words = words;
  };
  const speech = {
    getVoices: () => voices,
    speak: (said) => {
      window.spoken.push(said);
    },
    cancel: () => {},
    addEventListener: () => {},
  };
  Object.defineProperty(window, 'speechSynthesis', { value: speech });
}

/** A page is read aloud from its heading on, by a voice of the device or not at all. */
async function aloud(browser, name) {
  const device = { lang: 'zh_CN', localService: true };
  const remote = { lang: 'zh-CN', localService: false };
  const foreign = { lang: 'en-US', localService: true };
  for (const voices of [[], [remote], [foreign]]) {
    const tab = await site.open(browser, wrong, { viewport: DESKTOP });
    await tab.context.addInitScript(speaks, voices);
    await tab.go(name);
    await tab.page.locator('.aids summary').click();
    if (await tab.page.locator('.aloud').isVisible()) {
      wrong.push(`reading aloud is offered by ${JSON.stringify(voices)}`);
    }
    await tab.close();
  }
  const tab = await site.open(browser, wrong, { viewport: DESKTOP });
  const { page } = tab;
  await tab.context.addInitScript(speaks, [foreign, remote, device]);
  await tab.go(name);
  await page.locator('.aids summary').click();
  const play = page.locator('.aloud button').first();
  const stop = page.locator('.aloud button').last();
  const label = await play.innerText();
  await play.press('Enter');
  const heading = await page.locator('h1').innerText();
  const told = await page.evaluate(() => {
    const before = window.spoken.length;
    // Each block in turn, until there are no more.
    for (let i = 0; i < 10_000 && i < window.spoken.length; i += 1) window.spoken[i].onend();
    const words = window.spoken.map((said) => said.words);
    const isOwn = window.spoken.every((said) => said.voice.lang === 'zh_CN');
    return { before, words, isOwn, marked: document.querySelectorAll('.spoken').length };
  });
  if (told.before !== 1) wrong.push(`${told.before} blocks are spoken at once`);
  if (!told.words.includes(heading)) wrong.push('the heading is not read aloud');
  if (told.words.length < 10) wrong.push(`only ${told.words.length} blocks are read aloud`);
  if (/[▲■◆▶→✓]/.test(told.words.join(''))) wrong.push('signs are read aloud');
  if (!told.isOwn) wrong.push('a voice of another language or place reads');
  if (told.marked) wrong.push('a block stays marked when all is read');
  if ((await play.innerText()) !== label) wrong.push('the button does not tell that all is read');
  await play.press('Enter');
  const [playing, marked] = [await play.innerText(), await page.locator('.spoken').count()];
  if (playing === label || marked !== 1) wrong.push('it cannot be seen that and what is read');
  await play.press('Enter');
  if (new Set([label, playing, await play.innerText()]).size !== 3) wrong.push('it does not pause');
  const at = await page.evaluate(() => window.spoken.at(-1).words);
  await play.press('Enter');
  if ((await page.evaluate(() => window.spoken.at(-1).words)) !== at) wrong.push('it does not go on');
  await stop.press('Enter');
  if (await stop.isVisible()) wrong.push('it does not stop');
  await tab.close();
}

/** Without a script a page says what it said, offers no dead control, and leads to its 长辈版. */
async function withoutScript(browser, names) {
  const on = await site.open(browser, wrong, { viewport: DESKTOP });
  const off = await site.open(browser, wrong, { viewport: DESKTOP, javaScriptEnabled: false });
  for (const name of names) {
    await on.go(name);
    await off.go(name);
    const [more, less] = await Promise.all(
      [on, off].map(({ page }) => page.locator('main').innerText()),
    );
    if (less.length < 20) wrong.push(`${name}: nothing to read without JavaScript`);
    const lost = more.split('\n').filter((line) => line.trim() && !less.includes(line));
    // A control that works by script alone may stay away; the content may not.
    if (lost.join('').length > more.length / 10) {
      wrong.push(`${name}: lost without JavaScript: ${lost.slice(0, 3).join(' / ')}`);
    }
    if (await off.page.locator('.aids').isVisible()) wrong.push(`${name}: a dead control`);
    await simpler(off, name);
  }
  await on.close();
  await off.close();
}

/** From a page to its simpler reading and back; from there on it is that of another page. */
async function simpler(tab, name) {
  const { page } = tab;
  if (name.endsWith('simple/index.html')) return;
  const way = page.locator('.reading > a');
  const to = await way.evaluate((link) => link.href);
  if (!existsSync(new URL(to))) return wrong.push(`${name}: its 长辈版 is not there`);
  const [url, heading] = [page.url(), await page.locator('h1').first().innerText()];
  await page.goto(to);
  const isOwn = name !== '404.html' && to === new URL('simple/index.html', url).href;
  const told = await page.evaluate(() => ({
    isSimple: document.documentElement.classList.contains('simple'),
    size: parseFloat(getComputedStyle(document.querySelector('main')).fontSize),
    tables: document.querySelectorAll('main > table, details, .charts').length,
    back: document.querySelector('a.reading').href,
    heading: document.querySelector('h1').innerText,
  }));
  if (!told.isSimple || told.size < 18) wrong.push(`${name}: its 长辈版 is not in large type`);
  if (told.tables) wrong.push(`${name}: its 长辈版 has tables, charts or folded parts`);
  if (isOwn && (told.back !== url || told.heading !== heading)) {
    wrong.push(`${name}: its 长辈版 is that of another page`);
  }
}

async function shots(browser) {
  const wanted = [
    'index.html', 'tasks/index.html', 'tasks/kezuozhongqi/22/index.html',
    'indicators/kezuozhongqi/baozhuang/index.html', 'bulletins/kezuozhongqi/2023/2023-05/index.html',
  ];
  const simple = wanted.map((name) => name.replace('index.html', 'simple/index.html'));
  for (const look of Object.keys(LOOKS)) {
    for (const viewport of [DESKTOP, PHONE]) {
      const tab = await lookingAs(browser, look, viewport);
      for (const name of [...wanted, ...simple]) {
        await tab.go(name);
        const file = `${name.replaceAll('/', '-')}-${look}-${viewport.width}.png`;
        await tab.page.screenshot({ path: join(target, file) });
      }
      await tab.close();
    }
  }
}

/** Does what is to be done, as many at once as help. */
async function together(jobs) {
  const waiting = [...jobs];
  const work = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await job();
  };
  await Promise.all([work(), work(), work()]);
}

const browser = await launch();
if (option === '--shots') {
  await shots(browser);
} else {
  const names = site.kinds().filter((name) => name.includes(only));
  const halves = [names.filter((_, n) => n % 2), names.filter((_, n) => n % 2 === 0)];
  const looks = Object.keys(LOOKS);
  await together([
    ...looks.flatMap((look) => halves.map((half) => () => inALook(browser, look, half))),
    () => byKeyboard(browser, names),
    () => notBlank(browser, names),
    () => choices(browser),
    () => asTheDevice(browser),
    () => aloud(browser, 'index.html'),
    () => withoutScript(browser, names),
  ]);
  console.log(`${names.length} pages in ${looks.length} looks: ${wrong.length} faults`);
}
await browser.close();
for (const what of wrong.slice(0, 40)) console.error(what);
if (wrong.length > 40) console.error(`and ${wrong.length - 40} more`);
process.exit(wrong.length ? 1 : 0);
