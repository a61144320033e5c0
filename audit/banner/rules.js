// Runs before the rules of autoconsent, in the same world, and turns their presses into
// notes.
globalThis.prokkenRules = {
	clicks: [],
	state() {
		const s = this.instance?.state ?? {};
		const clicks = this.clicks.map((e, index) => {
			const r = e.getBoundingClientRect?.() ?? {width: 0, height: 0};
			const label = (e.innerText || e.value || e.getAttribute?.('aria-label') || '').replace(/\s+/g, ' ').trim().slice(0, 80);
			return {index, label, region: -1, width: Math.round(r.width), height: Math.round(r.height), font: parseFloat(getComputedStyle(e).fontSize) || 0, contrast: 0};
		});
		return {
			tool: this.instance?.foundCmp?.name ?? s.detectedCmps?.[0] ?? '', popup: !!this.instance?.foundCmp, clicks,
			ended: ['nothingDetected', 'done', 'optOutFailed', 'optInFailed', 'optOutSucceeded', 'optInSucceeded'].includes(s.lifecycle),
		};
	},
};
HTMLElement.prototype.click = function () { prokkenRules.clicks.push(this); };
SVGElement.prototype.click = HTMLElement.prototype.click;
delete globalThis.autoconsentReceiveMessage;
// Each line that they write would be told to whoever drives the browser.
for (const name of ['log', 'info', 'debug', 'warn', 'error']) console[name] = () => {};
Object.defineProperty(globalThis, 'autoconsentStandalone', {configurable: true, set({instance}) {
	prokkenRules.instance = instance;
	const initialize = instance.initialize;
	instance.initialize = (config, rules) => initialize.call(instance, {
		...config, autoAction: ANSWER || null, enablePrehide: false, enableCosmeticRules: false, enableHeuristicDetection: false,
		heuristicMode: 'off', detectRetries: 3, logs: {},
	}, rules);
}});
