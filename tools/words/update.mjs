// Writes the words of auth/password again, from the frequency lists of the npm package zxcvbn
// (MIT, copyright Dan Wheeler and Dropbox). Run it in the project's folder:
//
//   node tools/words/update.mjs
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const version = 'zxcvbn@4.4.2';
const into = 'auth/password/words';
const most = 20; // characters: nobody makes a password of a longer word
const least = 4;
const top = 1000; // of the passwords, two of which in a row are no secret either

const folder = mkdtempSync(join(tmpdir(), 'words-'));
try {
  const packed = execFileSync('npm', ['pack', version], { cwd: folder }).toString().trim().split('\n').at(-1);
  execFileSync('tar', ['xzf', packed], { cwd: folder });
  const lists = createRequire(import.meta.url)(join(folder, 'package/lib/frequency_lists.js'));
  const isWord = (word) => word.length >= least && word.length <= most && /^[!-~]+$/.test(word) && /[a-z]/.test(word);
  const write = (name, words) => writeFileSync(join(into, name), [...new Set(words.filter(isWord))].sort().join('\n') + '\n');
  write('base.txt', [lists.passwords, lists.english_wikipedia, lists.female_names, lists.male_names, lists.surnames].flat());
  write('top.txt', lists.passwords.slice(0, top));
  copyFileSync(join(folder, 'package/LICENSE.txt'), join(into, 'LICENSE.txt'));
} finally {
  rmSync(folder, { recursive: true });
}
