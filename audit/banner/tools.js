// Names the consent tools that the page has.
(() => {
	const tools = {
		__tcfapi: 'IAB TCF', __gpp: 'IAB GPP', OneTrust: 'OneTrust', Cookiebot: 'Cookiebot', klaro: 'Klaro', tarteaucitron: 'tarteaucitron',
		CookieConsent: 'CookieConsent', cookieconsent: 'Cookie Consent', Didomi: 'Didomi', UC_UI: 'Usercentrics', usercentrics: 'Usercentrics',
		truste: 'TrustArc', _sp_: 'Sourcepoint', Osano: 'Osano', Termly: 'Termly', _iub: 'iubenda', axeptio: 'Axeptio', getCkyConsent: 'CookieYes',
		cmplz_banner: 'Complianz', BorlabsCookie: 'Borlabs Cookie', __cmp: 'IAB CMP', CookieFirst: 'CookieFirst', consentmanager: 'consentmanager',
		Optanon: 'OneTrust', silktideConsentManager: 'Silktide', Fides: 'Fides',
	};
	return [...new Set(Object.entries(tools).filter(([name]) => globalThis[name] !== undefined && !(globalThis[name] instanceof Node)
		&& !(globalThis[name] instanceof HTMLCollection)).map(([, tool]) => tool))].slice(0, 5);
})()
