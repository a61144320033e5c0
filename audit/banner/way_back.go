package banner

// WayBack is the control that takes back what was agreed to, or leads to where that is
// done: "Withdraw consent", or else "Cookie settings", wherever it stands.
func (v View) WayBack() (Control, bool) {
	var settings *Control
	for i, c := range v.Controls {
		if c.Switch {
			continue
		}
		switch label := Classify(c.Label, false); {
		case label.Kind == Withdraw:
			return c, true
		case settings == nil && label.Kind == Manage && speaksOfConsent(c.Label):
			settings = &v.Controls[i]
		}
	}
	if settings == nil {
		return Control{}, false
	}
	return *settings, true
}

// speaksOfConsent reports whether the label is about cookies and not about other settings.
func speaksOfConsent(label string) bool {
	count, _ := countClasses(tokens(label))
	return count[cookies]+count[consents] > 0 || privacyWords(label)
}

// privacyWords are those that such links have besides.
func privacyWords(label string) bool {
	for _, word := range tokens(label) {
		if word == "privacy" || word == "datenschutz" || word == "datenschutzeinstellungen" ||
			word == "cookie-einstellungen" {
			return true
		}
	}
	return false
}
