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
  if (!form || !status) return;

  let typed = 0; // how often something was typed
  let saved = 0; // up to which of it is saved
  let sending = 0;
  let leaving = false;
  let refreshed = false;
  const autosaves = form.hasAttribute('hx-post');
  const busy = () => form.classList.contains('htmx-request');
  const say = (text) => { status.textContent = text; };

  form.addEventListener('input', () => {
    typed++;
    if (autosaves) say('…');
  });
  form.addEventListener('htmx:beforeRequest', () => { sending = typed; });

  // A field says of itself whether it is right, for those who cannot see the words beside it.
  const mark = () => {
    for (const field of form.querySelectorAll('[aria-describedby$="_error"]')) {
      const error = document.getElementById(`${field.id}_error`);
      if (error && field.hasAttribute('aria-invalid')) field.setAttribute('aria-invalid', String(error.textContent.trim() !== ''));
    }
  };

  const renew = async () => {
    const answer = await fetch('/api/auth/refresh', { method: 'POST', headers: { Accept: 'application/json' } }).catch(() => null);
    return answer?.ok ?? false;
  };

  form.addEventListener('htmx:afterRequest', async (event) => {
    const code = event.detail.xhr?.status ?? 0;
    if (code === 200) {
      saved = sending;
      refreshed = false;
    } else if (code === 401 && !refreshed) {
      refreshed = true;
      if (await renew()) return htmx.trigger(form, 'change');
    }
    if (code === 401) say('Not saved yet: please log in again in another tab, then go on here.');
    else if (code === 0) say('Not saved yet: we cannot be reached just now. It is tried again as you type.');
    else if (code >= 400 && code !== 409 && code !== 422) say('Not saved yet: something went wrong. Please press Save.');
    if (leaving) form.requestSubmit();
    return undefined;
  });
  document.body.addEventListener('htmx:oobAfterSwap', mark);

  // What is being sent arrives before the page goes.
  form.addEventListener('submit', (event) => {
    if (busy() && !leaving) {
      event.preventDefault();
      leaving = true;
      return;
    }
    saved = typed;
  });

  // A way out of the part first saves what was typed since.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('.editor a[href], .editor-tools a[href]');
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || link.target || link.hasAttribute('download') || 'leave' in link.dataset || !autosaves) return;
    if (typed === saved && !busy()) return;
    const to = new URL(link.href);
    if (to.pathname === location.pathname && to.search === location.search && to.hash) return;
    event.preventDefault();
    const next = document.createElement('input');
    next.type = 'hidden';
    next.name = 'next';
    next.value = to.pathname + to.search + to.hash;
    form.append(next);
    form.requestSubmit();
  });
  for (const link of document.querySelectorAll('[data-leave]')) link.addEventListener('click', () => { saved = typed; });

  addEventListener('beforeunload', (event) => {
    if (typed !== saved) event.preventDefault();
  });
})();
