package printed

// Script gives the text that is rendered, without what is struck out or smaller
// than anybody can read. What it gives back is bounded.
const Script = `(() => {
	const root = document.documentElement, range = document.createRange();
	const once = (of) => { const known = new Map(); return (e) => known.has(e) ? known.get(e) : (known.set(e, of(e)), known.get(e)); };
	const style = once(getComputedStyle);
	const box = once(e => e && style(e).display === "contents" ? box(e.parentElement) : e);
	const struck = once(e => !!e && (style(e).textDecorationLine.includes("line-through") || struck(e.parentElement)));
	const shown = once(e => !!box(e)?.checkVisibility({opacityProperty: true, visibilityProperty: true}) && !struck(e));
	const paragraph = once(e => e && /^(inline|contents|ruby)/.test(style(e).display) ? paragraph(e.parentElement) : e);
	const large = (text) => { range.selectNodeContents(text); const {width, height} = range.getBoundingClientRect(); return width > 0 && height > 3; };
	let left = 8000000;
	const words = (e, most = 20000) => {
		let text = "", last;
		const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
		for (let n = walker.nextNode(); n && text.length < Math.min(most, left); n = walker.nextNode()) {
			if (n instanceof HTMLBRElement) text += "\n";
			if (!(n instanceof Text) || !shown(n.parentElement)) continue;
			if (!n.data.trim()) { text += " "; continue; }
			if (!large(n)) continue;
			if (last !== (last = paragraph(n.parentElement))) text += "\n";
			text += n.data;
		}
		text = text.slice(0, Math.min(most, left));
		left = Math.max(0, left - text.length - 10);
		return text;
	};
	const some = (selector, most) => [...root.querySelectorAll(selector)].filter(shown).slice(0, most);
	const row = (r) => ({head: ![...r.cells].some(c => c.tagName === "TD"), cells: [...r.cells].slice(0, left && 50).map(c => words(c))});
	return {
		text: words(root, 4000000),
		day: some(".updated time", 1).map(e => e.dateTime)[0] ?? "",
		tables: some("table", 100).map(t => ({caption: t.caption ? words(t.caption) : "", rows: [...t.rows].filter(shown).slice(0, left && 1000).map(row)})),
		items: some("li, dd, [role=row]", 2000).map(e => words(e)),
	};
})()`
