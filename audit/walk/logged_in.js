// It tells what a page shows to who has just logged in, or has not.
(() => {
	const elements = [];
	const gather = (root) => {
		for (const e of root.querySelectorAll("*")) {
			if (/^(a|button|form|input)$/.test(e.localName)) elements.push(e);
			if (e.shadowRoot) gather(e.shadowRoot);
		}
	};
	gather(document);
	const attribute = (e, name) => Element.prototype.getAttribute.call(e, name) ?? "";
	const isShown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
	const addresses = /(log|sign)[-_]?(out|off)|abmelden|deconnexion|cerrar-?sesion|uitloggen|wyloguj/i;
	const labels = /^(log|sign) ?(out|off)\b|^(abmelden|ausloggen|se déconnecter|déconnexion|cerrar sesión|esci|disconnetti|sair|terminar sessão|uitloggen|afmelden|wyloguj|выйти|выход|çıkış|ログアウト|退出|登出)/i;
	const leadsOut = (e) => e.localName !== "input" && addresses.test(attribute(e, "href") + attribute(e, "action") + attribute(e, "formaction")) ||
		/^(a|button|input)$/.test(e.localName) && labels.test((e.textContent || attribute(e, "value") || attribute(e, "aria-label")).trim());
	const inputs = elements.filter(e => e.localName === "input" && isShown(e));
	return {
		out: elements.some(leadsOut),
		asks: inputs.some(e => e.type === "password" && !/new-password/.test(attribute(e, "autocomplete"))),
		code: inputs.some(e => /one-time-code/.test(attribute(e, "autocomplete")) || /\b(otp|totp|2fa|mfa)\b/i.test(attribute(e, "name"))),
		user: inputs.some(e => /username/.test(attribute(e, "autocomplete"))),
	};
})()
