package browser

// disabledFeatures are what the browser would do beside showing the page.
func disabledFeatures() []string {
	return []string{
		"Translate",
		// One process for a page and its frames: so the tab tells of all of them.
		"IsolateOrigins",
		"site-per-process",
		"HttpsUpgrades",
		// A page is shown where the one before it was, without a view and a context of its own
		// that are made and thrown away: that costs a tenth of a visit.
		"RenderDocument",
		"OptimizationHints",
		"MediaRouter",
		"AutofillServerCommunication",
		"PasswordLeakDetection",
		// Without these the browser asks its vendor's hosts at its start, which would
		// be taken for what the page asks.
		"AimServerRequestOnStartupEnabled",
		"AimServerEligibilityEnabled",
		"AimServerRequestOnIdentityChangeEnabled",
		"AimEnabled",
		"NetworkTimeServiceQuerying",
		"PreconnectToSearch",
		"DSEPreconnect2",
		"PreconnectToSearchNonGoogle",
		"SearchPrefetchServicePrefetching",
		"PrewarmDefaultSearch",
		"DsePreload2",
		// Suggestions below the address bar: each window would load two pages of its own
		// for them, in a process that costs more than most journeys.
		"WebUIOmniboxPopup",
		"WebUIOmniboxAimPopup",
		"WebUIOmniboxFullPopup",
		"OmniboxAimPopup",
	}
}
