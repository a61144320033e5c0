// Reads one document: what looks like a question about cookies, and what can be pressed.
// It runs in a world of its own, where the page can replace nothing.
(() => {
	const ofCookies = /cookie|coockie|tracking technolog|\btrackers?\b|traceurs|kakor|informasjonskapsler|evästei|ciastecz|çerez|куки|クッキー/i;
	const ofConsent = /consent|privacy|gdpr|rgpd|dsgvo|同意|隐私|隱私|einwilligung|datenschutz|consenso|zgod|согласи|rıza/i;
	const named = /cookie|consent|gdpr|rgpd|dsgvo|ccpa|\bcmp\b|cmp-|-cmp|onetrust|cybot|didomi|usercentrics|truste|quantcast|qc-cmp|sp_message|klaro|tarteaucitron|termly|iubenda|axeptio|osano|borlabs|complianz|cmplz|cky-|fc-consent|cc-window|cc-banner|cm__|privacy-(banner|notice|popup|modal|bar)/i;
	const denies = /\b(no|without|any|not use|don.t use|never use) (any )?cookies|keine[nr]? cookies|sans cookies?|aucun cookie|sin cookies|senza cookie|geen cookies|sem cookies|не использу\S+ (куки|cookie)/i;
	const pressable = 'button, [role=button], input[type=submit], input[type=button], a, summary, [onclick], [role=link]';
	const switches = 'input[type=checkbox], [role=switch], [role=checkbox]';
	const maxElements = 20000, maxControls = 800;

	// Elements of the document and of its open shadow trees.
	const elements = [];
	const gather = (root) => {
		for (const e of root.querySelectorAll('*')) {
			if (elements.length >= maxElements) return;
			elements.push(e);
			if (e.shadowRoot) gather(e.shadowRoot);
		}
	};
	gather(document);
	const parent = (e) => e.assignedSlot ?? e.parentElement ?? (e.getRootNode() instanceof ShadowRoot ? e.getRootNode().host : null);
	const text = (e) => {
		let all = '';
		const walk = (n) => {
			if (all.length > 20000) return;
			if (n.nodeType === Node.TEXT_NODE) all += n.data;
			else if (n.nodeType === Node.ELEMENT_NODE && !['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE'].includes(n.tagName)) {
				all += ' ';
				for (const c of (n.shadowRoot ?? n).childNodes) walk(c);
				if (n.tagName === 'SLOT') for (const c of n.assignedNodes()) walk(c);
			}
		};
		walk(e);
		return all.replace(/\s+/g, ' ').trim();
	};
	const shown = (e) => {
		const r = e.getBoundingClientRect();
		if (r.width < 2 || r.height < 2) return false;
		return e.checkVisibility ? e.checkVisibility({opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true}) : true;
	};
	const name = (e) => (e.id + ' ' + (e.getAttribute('class') ?? '') + ' ' + e.localName).slice(0, 500);

	// What lies over the page, and what is named as consent tools name theirs.
	const over = (e) => {
		if (e.localName === 'dialog' && e.open || /^(alert)?dialog$/.test(e.getAttribute('role') ?? '') || e.getAttribute('aria-modal') === 'true') return true;
		const position = getComputedStyle(e).position;
		return position === 'fixed' || position === 'sticky' && named.test(name(e));
	};
	const isNamed = (e) => named.test(name(e)) && !/^(a|button|input|label|li|p|h\d|code|td|tr|table|main|article)$/.test(e.localName);
	const speaks = (words, e) => ofCookies.test(words) || isNamed(e) && ofConsent.test(words);
	const regions = [], regionOf = new Map();
	const climb = (e) => {
		for (let at = e, n = 0; at && n < 40; at = parent(at), n++) if (regionOf.has(at)) return regionOf.get(at);
		return -1;
	};
	const add = (e, words, over, named) => {
		regionOf.set(e, regions.length);
		regions.push({words: words.slice(0, 200), over, named, cookies: ofCookies.test(words), denies: denies.test(words)});
		return regions.length - 1;
	};
	// What lies over the page and says nothing of cookies can still ask, by its buttons alone.
	const overlays = [], overlayOf = (e) => {
		for (let at = e, n = 0; at && at !== document.body && n < 40; at = parent(at), n++) {
			if (!over(at)) continue;
			return overlays.includes(at) ? overlays.indexOf(at) : overlays.push(at) - 1;
		}
		return -1;
	};
	const inFrame = window !== window.top;
	for (const e of elements) {
		if (regions.length >= 50) break;
		if (e === document.body || e === document.documentElement || !over(e) && !isNamed(e)) continue;
		if (!shown(e) && ![...e.querySelectorAll('*')].slice(0, 200).some(shown)) continue;
		const words = text(e);
		if (words.length > 15000 || !speaks(words + ' ' + (e.getAttribute('aria-label') ?? ''), e)) continue;
		add(e, words, over(e) || !!parent(e) && climb(parent(e)) >= 0 && regions[climb(parent(e))].over, isNamed(e));
	}
	// A frame's own document is the banner where another page shows it for that.
	if (inFrame && regions.length === 0 && document.body) {
		const words = text(document.body), about = words + ' ' + document.title + ' ' + location.pathname + ' ' + window.name;
		if (words.length < 15000 && (ofCookies.test(about) || ofConsent.test(about) || /(^|[^a-z])cmp([^a-z]|$)/i.test(about))) add(document.body, words, true, true);
	}
	// Beside those a short passage of the page may ask, too.
	const passage = (e) => {
		for (let at = parent(e), n = 0; at && n < 5 && at !== document.body; at = parent(at), n++) {
			if (/^(main|article|body|html)$/.test(at.localName)) return -1;
			const words = text(at);
			if (words.length > 1500) return -1;
			if (ofCookies.test(words)) return add(at, words, false, false);
		}
		return -1;
	};

	const light = (c) => {
		const m = (c.match(/[\d.]+/g) ?? []).map(Number);
		const part = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
		return {l: 0.2126 * part(m[0] ?? 0) + 0.7152 * part(m[1] ?? 0) + 0.0722 * part(m[2] ?? 0), a: m.length > 3 ? m[3] : 1};
	};
	const contrast = (e) => {
		const front = light(getComputedStyle(e).color);
		let back = {l: 1};
		for (let at = e; at; at = parent(at)) {
			const style = getComputedStyle(at), c = light(style.backgroundColor);
			if (c.a > 0.5) { back = c; break; }
			if (style.backgroundImage !== 'none') return 0; // not known
		}
		const [high, low] = [front.l, back.l].sort((a, b) => b - a);
		return Math.round((high + 0.05) / (low + 0.05) * 10) / 10;
	};
	const label = (e) => {
		const labelled = (e.getAttribute('aria-labelledby') ?? '').split(/\s+/).map(id => id && e.getRootNode().getElementById?.(id)?.textContent).filter(Boolean).join(' ');
		const own = (e.innerText || text(e) || e.value || '').trim();
		return ((/\p{L}/u.test(own) && own) || e.getAttribute('aria-label') || labelled || e.title || e.querySelector('img[alt]')?.alt || own).replace(/\s+/g, ' ').trim();
	};
	const leads = (e) => {
		const link = e.closest('a[href]');
		if (!link || link.getAttribute('role') === 'button') return false;
		const there = link.getAttribute('href');
		return !/^(#|javascript:|$)/i.test(there) && !link.hasAttribute('onclick');
	};

	const found = [], controls = [];
	let passages = 0;
	const control = (e, isSwitch) => {
		if (controls.length >= maxControls) return;
		const words = isSwitch ? (e.labels?.[0]?.innerText ?? e.getAttribute('aria-label') ?? '').slice(0, 80) : label(e);
		if (!isSwitch && (words === '' || words.length > 80) || !isSwitch && !shown(e)) return;
		let region = climb(e);
		if (region < 0 && !isSwitch && e.localName !== 'a' && passages < 300) { passages++; region = passage(e); }
		const r = e.getBoundingClientRect(), style = getComputedStyle(e);
		controls.push({
			index: found.push(e) - 1, label: words, region, overlay: region < 0 && !isSwitch ? overlayOf(e) : -1, link: leads(e), width: Math.round(r.width), height: Math.round(r.height),
			font: parseFloat(style.fontSize) || 0, contrast: contrast(e),
			form: !!e.closest('form'), opens: e.localName === 'summary' || e.hasAttribute('aria-expanded') || e.hasAttribute('aria-haspopup') || /^(tab|menuitem)$/.test(e.getAttribute('role') ?? ''),
			switch: isSwitch,
			on: isSwitch && (e.checked ?? e.getAttribute('aria-checked') === 'true'),
			fixed: isSwitch && (e.disabled ?? false) || isSwitch && e.getAttribute('aria-disabled') === 'true',
		});
	};
	for (const e of elements) {
		if (e.matches(switches)) { if (climb(e) >= 0) control(e, true); continue; }
		if (e.matches(pressable)) { control(e, false); continue; }
		// A box that acts as a button, in what stands before the page.
		if (/^(div|span|p|label|li)$/.test(e.localName) && climb(e) >= 0 && e.childElementCount === 0 &&
			getComputedStyle(e).cursor === 'pointer' && !parent(e)?.closest(pressable)) control(e, false);
	}
	globalThis.prokkenControls = found;
	return {regions, controls};
})()
