package emulator

// title is what one does on the hosted page.
func (v view) title() string {
	switch v.mode {
	case "subscription":
		return "Subscribe to " + v.plan
	case "setup":
		return "Save a card for later"
	}
	return "Pay for " + v.plan
}

func (v view) button() string {
	switch {
	case v.mode == "setup":
		return "Save the card"
	case v.trial != "":
		return "Start the trial"
	case v.mode == "subscription":
		return "Pay " + v.due + " and subscribe"
	}
	return "Pay " + v.due
}
