// Opens a site built with --offline from its folder, as a reader would, and tells what is wrong.
// What is looked at more closely on one page of every kind is in access.mjs.
//
//   node look.mjs SITE    look at every page; exits 1 if anything is wrong
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Site, launch, tooWide } from './site.mjs';

const WIDTHS = [1280, 390, 320];

const [folder] = process.argv.slice(2);
if (!folder || !existsSync(join(folder, 'index.html'))) {
  console.error('usage: node look.mjs SITE; SITE holds a built index.html');
  process.exit(2);
}
const site = new Site(folder);
const wrong = [];

/** Every page, at every width: nothing fails, nothing is wider than the window. */
async function everyPage(browser, names) {
  const tab = await site.open(browser, wrong, { viewport: { width: 1280, height: 900 } });
  for (const name of names) {
    await tab.page.setViewportSize({ width: WIDTHS[0], height: 900 });
    await tab.go(name);
    for (const width of WIDTHS) {
      await tab.page.setViewportSize({ width, height: 900 });
      const wide = await tab.page.evaluate(tooWide);
      if (wide) wrong.push(`${name} at ${width} px: ${wide}`);
    }
  }
  await tab.close();
}

/** On paper there is the record, without the screen's frame. */
async function paper(browser, names) {
  const tab = await site.open(browser, wrong, { viewport: { width: 800, height: 1000 } });
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

const browser = await launch();
const names = site.pages();
await everyPage(browser, names);
await paper(browser, site.kinds());
console.log(`${names.length} pages: ${wrong.length} faults`);
await browser.close();
for (const what of wrong.slice(0, 40)) console.error(what);
if (wrong.length > 40) console.error(`and ${wrong.length - 40} more`);
process.exit(wrong.length ? 1 : 0);
