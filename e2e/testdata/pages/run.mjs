// Looks at the main pages as others do: the Nu HTML checker, axe in every mode, Lighthouse, and an eye
// that wants one left edge. It prints a line for each thing it finds, and writes pictures for people
// into PICTURES.
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';

const require = createRequire(import.meta.url);
const { SITE, CHROMIUM, PICTURES, EMAIL, PASSWORD } = process.env;
const strangers = ['/', '/pricing', '/legal', '/legal/cookie-policy', '/legal/cookie-policy/versions', '/legal/your-cookies', '/login', '/signup', '/nothing', '/dev/design'];
const members = ['/account', '/sites/new', '/account/billing', '/account/security', '/admin', '/admin/policies/cookie-policy', '/admin/policies/cookie-policy/publish', '/admin/billing', '/admin/audits'];
const modes = [
  { name: 'phone', width: 390, height: 844, scheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, scheme: 'dark' },
  { name: 'desktop', width: 1280, height: 900, scheme: 'light' },
  { name: 'desktop-dark', width: 1280, height: 900, scheme: 'dark' },
  { name: 'forced', width: 1280, height: 900, scheme: 'dark', forced: true },
];
let found = 0;
const tell = (page, words) => { found++; console.log(`${page}: ${words}`); };

const browser = await puppeteer.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--hide-scrollbars'] });
const page = await browser.newPage();
const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
const devtools = await page.createCDPSession();
await devtools.send('Page.setBypassCSP', { enabled: true });
await mkdir(join(PICTURES, 'html'), { recursive: true });
const edges = new Map();

await lookAtAll(strangers);
await lighten(['/', '/legal/cookie-policy']);
await logIn();
await lookAtAll(members);
await checkMarkup();
checkEdges();
await browser.close();
process.exitCode = found > 0 ? 1 : 0;

async function lookAtAll(paths) {
  for (const path of paths) await lookAt(path);
}

async function lookAt(path) {
  await page.goto(SITE + path, { waitUntil: 'load' });
  const name = path.replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '') || 'home';
  const html = await page.evaluate(async () => (await fetch(location.href)).text());
  await writeFile(join(PICTURES, 'html', `${name}.html`), html);
  await page.evaluate(axe);
  for (const mode of modes) await lookIn(path, name, mode);
  checkText(path, await page.evaluate(() => document.body.innerText));
}

async function lookIn(path, name, mode) {
  await page.setViewport({ width: mode.width, height: mode.height });
  await devtools.send('Emulation.setEmulatedMedia', { features: [
    { name: 'prefers-color-scheme', value: mode.scheme },
    { name: 'forced-colors', value: mode.forced ? 'active' : 'none' },
  ] });
  await page.screenshot({ path: join(PICTURES, `${name}-${mode.name}.png`), fullPage: true });
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  for (const v of violations) tell(path, `${mode.name}: ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
  if (mode.name !== 'desktop') return;
  edges.set(path, await page.evaluate(() => ['.site-header .brand', 'main > *', '.site-footer nav'].map((css) => Math.round(document.querySelector(css).getBoundingClientRect().left))));
}

// A sentence that begins right behind another, or a full stop that stands alone, is a template's mistake.
function checkText(path, text) {
  for (const line of text.split('\n')) {
    const bad = line.match(/[a-z]{2}[.!?][A-Z][a-z]|\w [.,;]( |$)/);
    if (bad) tell(path, `a blank is missing or too many: ${line}`);
  }
}

function checkEdges() {
  const all = new Set([...edges.values()].flat());
  if (all.size !== 1) for (const [path, lefts] of edges) tell(path, `left edges at ${lefts}`);
}

async function lighten(paths) {
  for (const path of paths) {
    const { lhr } = await lighthouse(SITE + path, { port: new URL(browser.wsEndpoint()).port, onlyCategories: ['accessibility', 'best-practices', 'seo'], logLevel: 'silent' });
    for (const c of Object.values(lhr.categories)) {
      if (c.score === 1) continue;
      const why = c.auditRefs.map((r) => lhr.audits[r.id]).filter((a) => a.score !== null && a.score < 1).map((a) => a.id);
      tell(path, `Lighthouse ${c.title}: ${Math.round(c.score * 100)}: ${why.join(', ')}`);
    }
  }
}

async function logIn() {
  await page.goto(`${SITE}/login`);
  await page.type('#email', EMAIL);
  await page.type('#password', PASSWORD);
  await Promise.all([page.waitForNavigation(), page.click('form[action="/api/auth/login"] .button')]);
}

async function checkMarkup() {
  const vnu = require('vnu-jar');
  const args = ['-jar', vnu, '--format', 'json', '--errors-only', join(PICTURES, 'html')];
  const answer = await promisify(execFile)('java', args, { maxBuffer: 1 << 24 }).catch((error) => error);
  if (answer.stderr === undefined) throw answer;
  for (const m of JSON.parse(answer.stderr).messages) tell(m.url?.split('/').pop(), `Nu: ${m.message} (${m.extract})`);
}
