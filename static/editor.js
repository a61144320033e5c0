// Keeps what is typed in the editor from being lost. Load with defer, after
// htmx, which saves while one types. Without it the buttons do the same.
'use strict';

(() => {
  const form = document.getElementById('ed_form');
  const status = document.getElementById('ed_status');
  const outline = document.getElementById('ed_outline');
  if (outline && matchMedia('(max-width: 60rem)').matches) outline.open = false;
  const here = outline?.querySelector('[aria-current]');
  if (here) outline.scrollTop = here.offsetTop - outline.clientHeight / 2;

  // The text in the preview leads to where it is edited.
  document.getElementById('ed_result')?.parentElement.addEventListener('click', (event) => {
    if (event.target.closest('a, summary, button') || String(getSelection())) return;
    event.target.closest('.editable')?.querySelector('.edit-link').click();
  });

  // Who else is there is asked for while the page is looked at.
  const presence = document.getElementById('ed_presence');
  presence?.addEventListener('htmx:beforeRequest', (event) => {
    if (document.hidden) event.preventDefault();
  });
  document.addEventListener('visibilitychange', () => {
    if (presence && !document.hidden) htmx.trigger(presence, 'again');
  });
  if (!form || !status) return;

  const autosaves = form.hasAttribute('data-hx-post');
  let typed = 0; // how often something was typed
  let saved = 0; // up to which of it is saved
  let sending = 0;
  let pressed = null; // what a finger or mouse button is on
  let then = null; // what to do when all is saved
  let renewed = false;
  let leaving = false; // a form is on its way to another page
  const busy = () => form.classList.contains('htmx-request');
  const behind = () => typed !== saved || busy();
  const say = (text) => { status.textContent = text; };
  const save = () => htmx.trigger(form, 'save');

  form.addEventListener('input', () => {
    typed++;
    if (autosaves) say('…');
  });

  // Nothing changes under a finger: what is pressed must still be there when it
  // is let go.
  document.addEventListener('pointerdown', (event) => { pressed = event.target; });
  for (const end of ['pointerup', 'pointercancel']) {
    document.addEventListener(end, () => setTimeout(() => {
      pressed = null;
      if (autosaves && !then && typed !== saved && document.activeElement?.form !== form) save();
    }));
  }
  form.addEventListener('htmx:beforeRequest', (event) => {
    if (leaving || pressed && !then && !form.contains(pressed)) event.preventDefault();
    else sending = typed;
  });
  document.body.addEventListener('htmx:oobBeforeSwap', (event) => {
    if (!pressed || !event.detail.target.contains(pressed)) return;
    event.detail.shouldSwap = false;
    saved = -1; // so that the page is brought up to date before the act
  });

  // A field says of itself whether it is right, for those who cannot see the
  // words beside it.
  document.body.addEventListener('htmx:oobAfterSwap', () => {
    for (const field of form.querySelectorAll('[aria-invalid]')) {
      const error = document.getElementById(`${field.id}_error`);
      if (error) field.setAttribute('aria-invalid', String(error.textContent.trim() !== ''));
    }
  });

  const renew = async () => {
    const answer = await fetch('/api/auth/refresh', { method: 'POST', headers: { Accept: 'application/json' } }).catch(() => null);
    return answer?.ok ?? false;
  };

  form.addEventListener('htmx:afterRequest', async (event) => {
    const code = event.detail.xhr?.status ?? 0;
    if (code === 401 && !renewed) {
      renewed = true;
      if (await renew()) return save();
    }
    if (code === 200) {
      saved = sending;
      renewed = false;
    } else if (code === 401) say('Not saved yet: please log in again in another tab, then continue here.');
    else if (code === 0) say('Not saved yet: we cannot be reached right now. Saving is retried as you type.');
    else if (code === 413) say('Not saved yet: this is too much text. Please shorten it.');
    else if (code !== 409 && code !== 422) say('Not saved yet: something went wrong. Please press Save.');
    const next = then;
    then = null;
    if (next) setTimeout(() => next(code === 200));
    return undefined;
  });

  // What is on its way arrives before the form itself is sent.
  form.addEventListener('submit', (event) => {
    if (busy()) {
      event.preventDefault();
      then = () => form.requestSubmit();
      return;
    }
    saved = typed;
    leaving = true;
  });

  // Another act on the part comes after what was typed, which it would not know
  // of. Its button is a new one by then. Once it is on its way nothing is saved
  // any more: that would meet what the act has done.
  document.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (event.target === form || !autosaves) return;
    if (!button?.id || !behind()) {
      leaving = true;
      return;
    }
    event.preventDefault();
    then = (worked) => { if (worked) document.getElementById(button.id)?.click(); };
    if (!busy()) save();
  });

  // A way out of the part first saves what was typed since.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('.editor a[href], .editor-tools a[href]');
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || link.target || link.hasAttribute('download') || !autosaves || !behind()) return;
    const to = new URL(link.href);
    if (to.origin !== location.origin || to.pathname === location.pathname && to.search === location.search) return;
    event.preventDefault();
    const next = document.createElement('input');
    next.type = 'hidden';
    next.name = 'next';
    next.value = to.pathname + to.search + to.hash;
    form.append(next);
    form.requestSubmit();
  });
  for (const link of document.querySelectorAll('[data-leave]')) link.addEventListener('click', () => { saved = typed; });

  addEventListener('pageshow', () => { leaving = false; }); // back again
  addEventListener('beforeunload', (event) => {
    if (typed !== saved && saved >= 0) event.preventDefault();
  });
})();
