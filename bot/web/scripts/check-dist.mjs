// Refuses a build whose pages ask other origins for anything or whose customer entry is too heavy.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url).pathname;
const LIMIT_KB = 250;
// Names, not addresses to load: XML namespaces, and the pages that React's errors point at.
const NAMES = [/^https?:\/\/www\.w3\.org\//, /^https:\/\/react\.dev\//];
const MAY_LINK = /^https?:\/\//;

const manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8'));
const faults = [];

/** All files that a page loads at once. */
function filesOf(page) {
  const files = new Set([page]);
  const seen = new Set();
  const walk = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    const chunk = manifest[key];
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    for (const next of chunk.imports ?? []) walk(next);
  };
  walk(page);
  return [...files];
}

function compressedKb(files) {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length, 0) / 1000;
}

for (const page of ['index.html', 'widget.html', 'requests.html', 'privacy.html']) {
  const files = filesOf(page);
  const kb = compressedKb(files);
  console.log(`${page}: ${kb.toFixed(1)} kB compressed in ${files.length} files`);
  const limited = page !== 'requests.html';
  if (limited && kb > LIMIT_KB) faults.push(`${page} is ${kb.toFixed(1)} kB compressed; the limit is ${LIMIT_KB} kB.`);
  if (limited && files.some((file) => /ant-(table|modal|drawer)/.test(readFileSync(join(DIST, file), 'utf8')))) {
    faults.push(`${page} loads Ant Design, which belongs to the staff's pages.`);
  }
}

const served = readdirSync(DIST, { recursive: true }).filter((name) => /\.(html|css|js|svg)$/.test(name));
for (const name of served) {
  const text = readFileSync(join(DIST, name), 'utf8');
  // In styles and pages any foreign address is loaded; in scripts it may only be one of NAMES,
  // or the address of a picture, font, style or script.
  const found = text.match(/(?:https?:)?\/\/[a-z0-9.-]+\.[a-z]{2,}[^\s"'`)<>\\]*/gi) ?? [];
  for (const address of found) {
    if (NAMES.some((known) => known.test(address))) continue;
    const loads = !name.endsWith('.js') || /\.(png|jpe?g|gif|svg|webp|woff2?|ttf|css|js|mjs)(\?|$)/i.test(address);
    if (loads || (!MAY_LINK.test(address) && address.includes('.com'))) faults.push(`${name} names the address ${address}`);
  }
}

if (faults.length > 0) {
  console.error(faults.map((fault) => `- ${fault}`).join('\n'));
  process.exit(1);
}
