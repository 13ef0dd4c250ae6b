// Takes the pictures that the READMEs show, of a site built with --offline:
//
//   node gallery.mjs SITE ../../docs/images
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Site, launch } from './site.mjs';

const [folder, target] = process.argv.slice(2);
if (!folder || !target || !existsSync(join(folder, 'index.html'))) {
  console.error('usage: node gallery.mjs SITE FOLDER; SITE holds a built index.html');
  process.exit(2);
}
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 780 };
/** A sheet of A4 at 96 dots an inch. */
const SHEET = { width: 794, height: 1123 };
/** What stands side by side is shown smaller than it is. */
const SMALLER = 0.75;
const GAP = 12;
const BOARD = 'tasks/index.html';
const TASK = 'tasks/kezuozhongqi/22/index.html';
const INDICATOR = 'indicators/kezuozhongqi/baozhuang/index.html';
const BULLETIN = 'bulletins/kezuozhongqi/2023/2023-05/index.html';

mkdirSync(target, { recursive: true });
const site = new Site(folder);
const wrong = [];
const browser = await launch();

/** A page as it is seen: from the top, or from the element `from` on. */
async function seen(page, viewport, { from, media, ...options } = {}) {
  const tab = await site.open(browser, wrong, { viewport, ...options });
  await tab.go(page);
  if (media === 'print') {
    await tab.page.emulateMedia({ media });
    // The margins of GB/T 9704, which only a real print has.
    await tab.page.evaluate(() => { document.body.style.padding = '37mm 26mm 35mm 28mm'; });
  }
  if (from) await tab.page.evaluate((at) => document.querySelector(at).scrollIntoView(), from);
  const picture = await tab.page.screenshot();
  await tab.close();
  return `data:image/png;base64,${picture.toString('base64')}`;
}

/** Pictures side by side, as one small file. */
async function put(name, pictures) {
  const page = await browser.newPage();
  const webp = await page.evaluate(async ({ pictures, scale, gap }) => {
    const images = pictures.map((src) => Object.assign(new Image(), { src }));
    await Promise.all(images.map((image) => image.decode()));
    const canvas = document.createElement('canvas');
    canvas.width = scale * images.reduce((sum, image) => sum + image.width + gap, gap);
    canvas.height = scale * (Math.max(...images.map((image) => image.height)) + 2 * gap);
    const ink = canvas.getContext('2d');
    ink.scale(scale, scale);
    ink.imageSmoothingQuality = 'high';
    ink.fillStyle = '#888';
    ink.fillRect(0, 0, canvas.width / scale, canvas.height / scale);
    let x = gap;
    for (const image of images) {
      ink.drawImage(image, x, gap);
      x += image.width + gap;
    }
    return canvas.toDataURL('image/webp', 0.8);
  }, { pictures, scale: SMALLER, gap: GAP });
  writeFileSync(join(target, name), Buffer.from(webp.split(',')[1], 'base64'));
  await page.close();
}

await put('home.webp', [await seen('index.html', DESKTOP)]);
await put('phone.webp', [
  await seen(BOARD, PHONE, { from: 'ul.states' }),
  await seen(TASK, PHONE),
  await seen(TASK.replace('index', 'simple/index'), PHONE),
]);
await put('indicator.webp', [await seen(INDICATOR, { ...DESKTOP, height: 620 }, { from: 'figure' })]);
await put('dark.webp', [await seen(BOARD, { ...DESKTOP, height: 760 }, { from: 'ul.states', colorScheme: 'dark' })]);
await put('bulletin.webp', [await seen(BULLETIN, SHEET, { media: 'print' })]);
await browser.close();
wrong.forEach((what) => console.log(what));
process.exit(wrong.length ? 1 : 0);
