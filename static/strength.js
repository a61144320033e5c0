// Hints beside a new password, and a button that shows it. Load with defer.
// Nothing here sends, stores or refuses anything: the server decides.
'use strict';

{
  const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
  const walks = rows.concat(rows.map((row) => [...row].reverse().join(''))).join(' ');

  // The characters that a guesser could not tell from the two before them.
  const surprises = (chars) => chars.filter((char, i) => {
    const three = chars.slice(i - 2, i + 1).join('');
    const same = char === chars[i - 1] || char === chars[i - 2] && chars[i - 1] === chars[i - 3];
    return !same && !(i > 1 && !three.includes(' ') && walks.includes(three));
  }).length;

  const repeats = (text) => (text + text).indexOf(text, 1) < text.length;

  const judge = (password, shortest) => {
    const chars = [...password.toLowerCase()];
    const missing = shortest - [...password].length;
    if (chars.length === 0) return ['', ''];
    if (missing > 0) return ['short', missing === 1 ? '1 more character' : `${missing} more characters`];
    const fresh = surprises(chars);
    const different = new Set(chars).size;
    if (repeats(chars.join('')) || different < 6 || fresh < 8) return ['weak', 'Easy to guess. Try a few words that do not belong together.'];
    if (fresh < 18 || different < 9) return ['fine', 'Fine. A few more words would make it stronger.'];
    return ['strong', 'Strong.'];
  };

  for (const input of document.querySelectorAll('input[data-strength]')) {
    const hint = document.querySelector(`[data-strength-for="${CSS.escape(input.id)}"]`);
    if (!hint) continue;
    const shortest = Number(input.dataset.strength) || 12;
    let pause;
    const show = () => {
      const [level, words] = judge(input.value, shortest);
      hint.dataset.level = level;
      if (hint.textContent !== words) hint.textContent = words;
    };
    // A pause in the typing, so that a screen reader is not cut short by each key.
    input.addEventListener('input', () => { clearTimeout(pause); pause = setTimeout(show, 250); });
  }

  for (const button of document.querySelectorAll('button[data-reveal]')) {
    const input = document.getElementById(button.dataset.reveal);
    if (!input) continue;
    const reveal = (shown) => {
      input.type = shown ? 'text' : 'password';
      button.textContent = shown ? 'Hide' : 'Show';
      button.setAttribute('aria-pressed', String(shown));
    };
    reveal(false);
    button.type = 'button';
    button.hidden = false;
    button.addEventListener('click', () => reveal(input.type === 'password'));
    input.form?.addEventListener('submit', () => reveal(false)); // browsers remember what text fields held
  }
}
