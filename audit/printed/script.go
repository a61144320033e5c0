package printed

// Script gives the text that people can read: what is rendered, and what a control that
// is rendered unfolds. What is struck out, smaller than anybody can read, cut away, off
// the page, or in the colour of the paper is not in it. What it gives back is bounded.
const Script = `(() => {` + unfold + shown + `
	const paragraph = once(e => e && /^(inline|contents|ruby)/.test(style(e).display) ? paragraph(e.parentElement) : e);
	let left = 8000000;
	const words = (e, most = 20000) => {
		let text = "", last;
		const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
		for (let n = walker.nextNode(); n && text.length < Math.min(most, left); n = walker.nextNode()) {
			if (n instanceof HTMLBRElement) text += "\n";
			if (!(n instanceof Text) || !shown(n.parentElement)) continue;
			if (!n.data.trim()) { text += " "; continue; }
			if (!readable(n)) continue;
			if (last !== (last = paragraph(n.parentElement))) text += "\n";
			text += n.data;
		}
		text = text.slice(0, Math.min(most, left));
		left = Math.max(0, left - text.length - 10);
		return text;
	};
	const some = (selector, most) => [...root.querySelectorAll(selector)].filter(shown).slice(0, most);
	const heads = some("h1, h2, h3, h4, h5, h6, summary, [role=heading]", 1000);
	const above = (e) => { const h = heads.findLast(h => h.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING); return h ? words(h, 300) : ""; };
	const row = (r) => ({head: ![...r.cells].some(c => c.tagName === "TD"), cells: [...r.cells].slice(0, left && 50).map(c => words(c))});
	const cells = (all) => all.filter(shown).slice(0, 20).map(e => words(e, 2000)).filter(text => text.trim());
	const entry = (dt) => {
		const all = [dt];
		for (let e = dt.nextElementSibling; e && e.tagName === "DD"; e = e.nextElementSibling) all.push(e);
		return all;
	};
	const isRow = (e) => e.children.length > 1 && e.children.length <= 20 && !e.closest("table, dl, script, nav") && e.textContent.length < 2000 &&
		[...e.children].every(c => !/^(inline|contents)$/.test(style(c).display) || /flex|grid/.test(style(e).display));
	return {
		text: words(root, 4000000),
		day: some(".updated time", 1).map(e => e.dateTime)[0] ?? "",
		tables: some("table", 100).map(t => ({caption: t.caption ? words(t.caption) : "", above: above(t), rows: [...t.rows].filter(shown).slice(0, left && 1000).map(row)})),
		items: [
			...some("[role=row]", 1000).filter(e => !e.closest("table")).map(e => ({above: above(e), cells: cells([...e.querySelectorAll("[role=cell], [role=gridcell], [role=rowheader]")])})),
			...some("li, dd, [role=row]", 2000).map(e => ({above: above(e), cells: [words(e)]})),
			...some("dt", 1000).map(e => ({above: above(e), cells: cells(entry(e))})),
			...some("div, section, article, li, tr, p, [role=row]", 5000).filter(isRow).slice(0, 1000).map(e => ({above: above(e), cells: cells([...e.children])})),
		],
	};
})()`

// unfold opens what a person can open at a control that is there to be seen.
const unfold = `
	for (const d of [...document.querySelectorAll("details:not([open])")].slice(0, 500)) d.open = true;
	// A tab that names no panel shows one beside its list.
	const beside = (tab) => [...(tab.closest("[role=tablist]") ?? tab).parentElement?.children ?? []].filter(e => e.matches("[hidden], [role=tabpanel]"));
	for (const control of [...document.querySelectorAll("[aria-controls], [data-bs-target], [data-target], [role=tab]")].slice(0, 500)) {
		if (!control.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
		const names = (control.getAttribute("aria-controls") ?? control.dataset.bsTarget ?? control.dataset.target ?? "").split(/\s+/);
		const named = names.map(n => document.getElementById(n.replace(/^#/, ""))).filter(p => p && !p.contains(document.body));
		for (const panel of named.length ? named : control.role === "tab" ? beside(control) : []) {
			panel.hidden = false;
			if (getComputedStyle(panel).display === "none") panel.style.setProperty("display", "block", "important");
			if (getComputedStyle(panel).visibility === "hidden") panel.style.setProperty("visibility", "visible", "important");
			if (panel.getBoundingClientRect().height < 4) { panel.style.setProperty("height", "auto", "important"); panel.style.setProperty("max-height", "none", "important"); }
		}
	}`

// shown knows which elements and texts people can read.
const shown = `
	const root = document.documentElement, range = document.createRange();
	const once = (of) => { const known = new Map(); return (e) => known.has(e) ? known.get(e) : (known.set(e, of(e)), known.get(e)); };
	const style = once(getComputedStyle);
	const box = once(e => e && style(e).display === "contents" ? box(e.parentElement) : e);
	const struck = once(e => !!e && (style(e).textDecorationLine.includes("line-through") || struck(e.parentElement)));
	const numbers = (text) => (text.match(/-?[\d.]+/g) ?? []).map(Number);
	const cutsAway = (e) => {
		const {clipPath, clip, position, filter} = style(e), n = numbers(clipPath);
		if (/opacity\(0(\.0\d*)?%?\)/.test(filter)) return true;
		if (/^(circle|ellipse)\(0/.test(clipPath)) return true;
		if (/^inset\(/.test(clipPath) && clipPath.includes("%")) { const [t, r = t, b = t, l = r] = n; return t + b >= 99 || r + l >= 99; }
		if (/^polygon\(/.test(clipPath)) return n.every((x, i) => x === n[i % 2]);
		const c = numbers(clip);
		return /^rect/.test(clip) && /absolute|fixed/.test(position) && c.length === 4 && (c[1] - c[3] < 4 || c[2] - c[0] < 4);
	};
	const cut = once(e => !!e && (cutsAway(e) || cut(e.parentElement)));
	// The part of the page in which what the element holds can be seen.
	const window_ = once(e => {
		const up = e.parentElement;
		if (!up || e === document.body) return [-Infinity, -Infinity, Infinity, Infinity];
		const {overflowX, overflowY, position} = style(e), r = e.getBoundingClientRect();
		const outer = /absolute|fixed/.test(position) ? [-Infinity, -Infinity, Infinity, Infinity] : window_(up);
		const hides = (o) => o === "hidden" || o === "clip", [l, t, ri, b] = outer;
		if (/^(inline|contents)$/.test(style(e).display)) return outer;
		return [hides(overflowX) ? Math.max(l, r.left) : l, hides(overflowY) ? Math.max(t, r.top) : t,
			hides(overflowX) ? Math.min(ri, r.right) : ri, hides(overflowY) ? Math.min(b, r.bottom) : b];
	});
	const paint = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
	const rgba = once(color => {
		paint.clearRect(0, 0, 1, 1);
		paint.fillStyle = color;
		paint.fillRect(0, 0, 1, 1);
		return [...paint.getImageData(0, 0, 1, 1).data];
	});
	// The colour behind the text; null where it cannot be told.
	const paper = once(e => {
		if (!e) return /dark/.test(style(root).colorScheme) ? null : [255, 255, 255, 255];
		const {backgroundImage, backgroundColor, position, filter, mixBlendMode} = style(e), color = rgba(backgroundColor);
		if (backgroundImage !== "none" || filter !== "none" || mixBlendMode !== "normal") return null;
		if (color[3] > 250) return color;
		return color[3] > 5 || /absolute|fixed|sticky/.test(position) ? null : paper(e.parentElement);
	});
	const inColourOfPaper = once(e => {
		const ink = rgba(style(e).webkitTextFillColor), below = paper(e);
		if (style(e).textShadow !== "none" || style(e).backgroundClip.includes("text")) return false;
		return ink[3] < 13 || below !== null && ink[3] > 250 && [0, 1, 2].every(i => Math.abs(ink[i] - below[i]) < 8);
	});
	const shown = once(e => !!box(e)?.checkVisibility({opacityProperty: true, visibilityProperty: true}) && !struck(e) && !cut(e) && !inColourOfPaper(e));
	const readable = (text) => {
		range.selectNodeContents(text);
		const r = range.getBoundingClientRect(), [l, t, ri, b] = window_(text.parentElement);
		if (!(r.width > 0 && r.height > 3) || Math.min(r.right, ri) - Math.max(r.left, l) < 1 || Math.min(r.bottom, b) - Math.max(r.top, t) < 3) return false;
		return r.right + scrollX > (style(root).direction === "rtl" ? -Infinity : 0) && r.bottom + scrollY > 0;
	};`
