// A built site as the browser tests look at it: the browser, its pages, and its kinds of pages.
import { readFileSync, readdirSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

export { launch } from './chromium.mjs';

/** `tasks`, `tasks/*`, `tasks/* simple`. */
function kind(page) {
  const steps = page.split('/');
  const isSimple = steps.at(-2) === 'simple';
  const depth = steps.length - (isSimple ? 2 : 1);
  const section = depth > 0 ? steps[0] : steps.at(-1);
  return `${section}${depth > 1 ? '/*' : ''}${isSimple ? ' simple' : ''}`;
}

/** A site built with --offline, in its folder. */
export class Site {
  constructor(folder) {
    this.root = realpathSync(folder);
    this.home = pathToFileURL(join(this.root, '')).href;
  }

  address(page) {
    return pathToFileURL(join(this.root, page)).href;
  }

  pages(below = this.root) {
    return readdirSync(below, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = join(below, entry.name);
        if (entry.isDirectory()) return this.pages(path);
        return entry.name.endsWith('.html') ? [relative(this.root, path).split(sep).join('/')] : [];
      });
  }

  /**
   * One page of every kind, the richest in parts, and those that have a part none of these has. A
   * kind is a section's index, or what lies below it, or the simpler reading of either; a part is
   * an element with its classes. So what is new is looked at without being named here.
   */
  kinds() {
    const pages = this.pages()
      .map((name) => ({ name, html: readFileSync(join(this.root, name), 'utf8') }))
      .filter(({ html }) => !html.includes('http-equiv="refresh"'))
      .map(({ name, html }) => ({
        name,
        parts: new Set(html.match(/<[a-z][a-z0-9]*(?: class="[^"]*")?/g)),
      }))
      .sort((a, b) => b.parts.size - a.parts.size);
    const [kinds, parts] = [new Set(), new Set()];
    const take = (page, isWanted) => {
      if (isWanted) page.parts.forEach((part) => parts.add(part));
      return isWanted;
    };
    const chief = pages.filter((page) => {
      const isNew = !kinds.has(kind(page.name));
      kinds.add(kind(page.name));
      return take(page, isNew);
    });
    const others = pages.filter((page) => take(page, [...page.parts].some((p) => !parts.has(p))));
    return [...chief, ...others].map(({ name }) => name).sort();
  }

  /** A page that reports to `wrong` what it logs, fails at, or asks of the world outside the folder. */
  async open(browser, wrong, options) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const tab = { page, context, at: '', close: () => context.close() };
    page.on('console', (m) => {
      if (['error', 'warning'].includes(m.type())) wrong.push(`${tab.at}: console: ${m.text()}`);
    });
    page.on('pageerror', (e) => wrong.push(`${tab.at}: script: ${e.message}`));
    page.on('requestfailed', (r) => {
      // The icon is still on its way when the next page is opened.
      if (r.failure()?.errorText !== 'net::ERR_ABORTED') wrong.push(`${tab.at}: failed: ${r.url()}`);
    });
    page.on('request', (r) => {
      if (!r.url().startsWith(this.home)) wrong.push(`${tab.at}: asks for ${r.url()}`);
    });
    tab.go = async (name) => {
      tab.at = name;
      await page.goto(this.address(name), { waitUntil: 'load' });
    };
    return tab;
  }
}

/** Runs in the page: how much wider than the window it is, and from what; else null. */
export function tooWide() {
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over <= 0) return null;
  const widest = [...document.querySelectorAll('body *')]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
    .pop();
  return `${over} px too wide, from <${widest?.localName} class="${widest?.className}">`;
}
