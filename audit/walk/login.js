// It finds the form that asks who logs in, fills in what it asks for first, and leaves in the world it
// runs in how that is sent. It tells what it filled in last, or that the form is not of the site itself.
((user, password, site, userGiven) => {
	const {getAttribute} = Element.prototype, {set} = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
	const attribute = (e, name) => e ? getAttribute.call(e, name) ?? "" : "";
	const names = ["name", "id", "autocomplete", "placeholder", "aria-label", "class"];
	const words = (e) => names.map(name => attribute(e, name)).join(" ").toLowerCase();
	const label = (e) => [e.textContent, attribute(e, "value"), attribute(e, "aria-label"), attribute(e, "title")].join(" ").trim().toLowerCase();
	const isShown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
	const inputs = [], buttons = [];
	const gather = (root) => {
		for (const e of root.querySelectorAll("*")) {
			if (e.localName === "input" && !/^(submit|image|button|reset)$/.test(e.type)) inputs.push(e);
			else if (/^(button|input)$/.test(e.localName) || attribute(e, "role") === "button") buttons.push(e);
			if (e.shadowRoot) gather(e.shadowRoot);
		}
	};
	gather(document);

	// Fields without a form belong to the smallest part of the page that has a button.
	const partOf = (e) => {
		if (e.form) return e.form;
		for (let at = e.parentElement; at; at = at.parentElement) if (buttons.some(b => at.contains(b))) return at;
		return e.getRootNode();
	};
	const isIn = (e, part) => e.form === part || part.contains(e);
	const fields = inputs.filter(e => isShown(e) && !e.disabled);
	const secrets = fields.filter(e => e.type === "password" && !/new-password|one-time-code/.test(attribute(e, "autocomplete")));
	const alone = secrets.filter(e => fields.filter(f => f.type === "password" && partOf(f) === partOf(e)).length === 1);
	const secret = alone.find(e => /current-password/.test(attribute(e, "autocomplete"))) ?? alone[0];

	const rank = (e) => {
		if (!/^(email|text|tel)$/.test(e.type) || e.readOnly) return 0;
		const is = attribute(e, "autocomplete").toLowerCase();
		if (/username/.test(is)) return 5;
		if (/email|tel/.test(is) || e.type === "email") return 4;
		return /user|login|log-in|e-?mail|account|benutzer|nutzer|utilisateur|identifiant|usuario|correo|utente|gebruiker/.test(words(e)) ? 3 : 1;
	};
	const best = (among, least) => among.reduce((a, e) => rank(e) >= Math.max(least, a ? rank(a) : 0) ? e : a, undefined);
	const isBefore = (e) => e.compareDocumentPosition(secret) & Node.DOCUMENT_POSITION_FOLLOWING;
	const asksOther = (e) => /search|suche|newsletter|subscri|abonn/.test(words(e) + words(partOf(e)) + attribute(partOf(e), "action") + attribute(partOf(e), "role"));
	const who = secret ? best(fields.filter(e => isIn(e, partOf(secret)) && isBefore(e)), 1)
		: userGiven ? undefined : best(fields.filter(e => !asksOther(e)), 3);
	const last = secret ?? who;
	if (!last) return {};

	const part = partOf(last), form = last.form;
	const isOwn = (address) => { try { return new URL(address || location.href, document.baseURI).origin === location.origin; } catch { return false; } };
	const others = /google|apple|facebook|github|microsoft|twitter|linkedin|passkey|single sign|\bsso\b/;
	const goes = /log ?in|log ?on|sign ?in|continue|next|submit|anmelden|einloggen|weiter|connexion|connecter|continuer|suivant|iniciar|acceder|entrar|siguiente|accedi|avanti|inloggen|volgende|zaloguj|dalej|войти|далее|giriş|devam|ログイン|次へ|登录|下一步/;
	const sends = () => {
		const near = buttons.filter(b => isIn(b, part) && isShown(b) && !b.disabled && attribute(b, "type") !== "reset" && !others.test(label(b)));
		const submits = near.filter(b => b.form && /^(submit|image)$/.test(b.type));
		return submits.find(b => goes.test(label(b))) ?? submits[0] ?? near.find(b => goes.test(label(b)));
	};
	const isElsewhere = () => site && location.origin !== site || !!form && !isOwn(attribute(form, "action")) || !isOwn(attribute(sends(), "formaction"));
	if (isElsewhere()) return {elsewhere: true};

	const put = (e, text) => {
		e.focus();
		set.call(e, text);
		for (const name of ["input", "change"]) e.dispatchEvent(new Event(name, {bubbles: true, composed: true}));
	};
	if (who) put(who, user);
	if (secret) put(secret, password);
	globalThis.prokkenSend = () => {
		const button = sends();
		if (isElsewhere()) return false;
		if (form && (!button || button.form === form && /^(submit|image)$/.test(button.type))) form.requestSubmit(button);
		else button?.click();
		return !!(form || button);
	};
	return {field: secret ? "password" : "user"};
})
