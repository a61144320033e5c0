// Makes and shows passkeys, at a button and in the field of the address. Load with
// defer. Asks for a challenge, has the browser answer it, and sends the form: the
// server answers with a page, as it does without a script. Nothing is stored.
'use strict';

if (window.PublicKeyCredential) {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

  const ids = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  // For browsers that do not read and write JSON themselves.
  const readCreation = (o) => ({ ...o, challenge: bytes(o.challenge), user: { ...o.user, id: bytes(o.user.id) }, excludeCredentials: ids(o.excludeCredentials) });
  const readRequest = (o) => ({ ...o, challenge: bytes(o.challenge), allowCredentials: ids(o.allowCredentials) });
  const write = (made) => {
    const response = {};
    for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (made.response[name]) response[name] = text(made.response[name]);
    }
    if (made.response.getTransports) response.transports = made.response.getTransports();
    return { id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: made.getClientExtensionResults() };
  };

  const json = (made) => {
    try {
      return JSON.stringify(made.toJSON());
    } catch { // there is none, or a password manager stands in for the browser
      return JSON.stringify(write(made));
    }
  };

  const ways = {
    create: async (options) => navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON?.(options) ?? readCreation(options),
    }),
    get: async (options, more) => navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON?.(options) ?? readRequest(options), ...more,
    }),
  };

  // What went wrong, in words for people.
  class Said extends Error {}
  const words = {
    NotAllowedError: 'That was cancelled, or took too long. Please try again.',
    InvalidStateError: 'This device already has a passkey for this account.',
    NotSupportedError: 'This device cannot create passkeys.',
    SecurityError: 'Passkeys do not work at this address.',
  };
  const unknown = 'That did not work. Please try again.';
  const inWords = (err) => err instanceof Said ? err.message : words[err.name] ?? unknown;

  const ask = async (form) => {
    const answer = await fetch(form.dataset.options, {
      method: 'POST', headers: { Accept: 'application/json' }, body: new URLSearchParams(new FormData(form)),
    }).catch(() => { throw new Said('We cannot be reached right now. Please try again.'); });
    if (answer.ok) return answer.json();
    if (form.dataset.passkey === 'create' && (answer.status === 401 || answer.status === 403)) {
      location.assign('/account/confirm?next=/account/security');
      return null;
    }
    const problem = await answer.json().catch(() => ({}));
    throw new Said(Object.values(problem.errors ?? {})[0] ?? problem.detail ?? unknown);
  };

  const send = (form, challenge, made) => {
    form.elements.token.value = challenge.token;
    form.elements.response.value = json(made);
    form.submit();
  };

  const run = async (form) => {
    const challenge = await ask(form);
    if (!challenge) return; // another page is on its way
    send(form, challenge, await ways[form.dataset.passkey](challenge.options));
  };

  // The field of the address offers passkeys, where browsers can do so. The offer waits until one is
  // chosen; what fails is not said, for nobody asked: the button still works.
  let offer; // what ends the one that waits: a browser asks for one thing at a time
  const fresh = 4 * 60 * 1000; // a challenge is good for five minutes

  const wait = async (form) => {
    const own = offer = new AbortController();
    const challenge = await ask(form);
    if (own.signal.aborted) return;
    const renew = setTimeout(() => { own.abort(); offerIn(form); }, fresh);
    own.signal.addEventListener('abort', () => clearTimeout(renew));
    send(form, challenge, await ways.get(challenge.options, { mediation: 'conditional', signal: own.signal }));
  };

  const offerIn = async (form) => {
    if (!form.dataset.offered || !await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
    if (document.hidden) {
      document.addEventListener('visibilitychange', () => offerIn(form), { once: true });
      return;
    }
    wait(form).catch(() => {});
  };

  const say = (form, message) => {
    const line = document.createElement('p');
    line.className = 'error';
    line.textContent = message;
    form.querySelector('[data-said]').replaceChildren(...(message ? [line] : []));
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const button = form.querySelector('button');
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      button.disabled = true;
      say(form, '');
      offer?.abort();
      try {
        await run(form);
      } catch (err) {
        say(form, inWords(err));
        offerIn(form);
      } finally {
        button.disabled = false;
      }
    });
    form.hidden = false;
    offerIn(form);
  }

  // A passkey that was removed here is of no use to the device that holds it.
  const gone = document.querySelector('[data-gone]')?.dataset.gone;
  if (gone) PublicKeyCredential.signalUnknownCredential?.({ rpId: location.hostname, credentialId: gone })?.catch(() => {});
}
