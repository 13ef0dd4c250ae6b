// A browser for the scripts beside this one: $CHROMIUM, else the first found of the usual names.
import { existsSync } from 'node:fs';
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

/** Starts it; without one the script ends with 2, which the tests tell from what is wrong. */
export function launch() {
  const executablePath = BROWSERS.find((path) => path && existsSync(path));
  if (!executablePath) {
    console.error('no chromium found; install it or name it in CHROMIUM');
    process.exit(2);
  }
  return chromium.launch({ executablePath, args: FLAGS });
}
