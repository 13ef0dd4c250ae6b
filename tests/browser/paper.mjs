// Prints pages of a site built with --offline, and tells as JSON where on the paper their text came
// to stand: for each file its sheets, each with its size and its pieces of text. Lengths are in
// millimetres from the sheet's upper left corner, `y` that of the baseline.
//
//   node paper.mjs SITE FILE...
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getDocumentProxy } from 'unpdf';
import { launch } from './chromium.mjs';

const MM = 25.4 / 72;
const [site, ...files] = process.argv.slice(2);

/** Fonts give some characters as the radicals they look like. */
const plain = (text) => text.replace(/[\u2f00-\u2fd5]/g, (radical) => radical.normalize('NFKC'));

async function sheets(pdf) {
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const all = [];
  for (let n = 1; n <= document.numPages; n += 1) {
    const sheet = await document.getPage(n);
    const { width, height } = sheet.getViewport({ scale: 1 });
    const { items } = await sheet.getTextContent();
    all.push({
      width: width * MM,
      height: height * MM,
      pieces: items
        .filter((item) => item.str.trim())
        .map((item) => ({
          text: plain(item.str),
          x: item.transform[4] * MM,
          y: (height - item.transform[5]) * MM,
          width: item.width * MM,
          size: Math.hypot(item.transform[2], item.transform[3]) * MM,
        })),
    });
  }
  return all;
}

const browser = await launch();
const page = await browser.newPage();
const printed = {};
for (const file of files) {
  await page.goto(pathToFileURL(join(resolve(site), file)).href, { waitUntil: 'load' });
  printed[file] = await sheets(await page.pdf({ preferCSSPageSize: true }));
}
await browser.close();
console.log(JSON.stringify(printed));
