package pages

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

// sentence says what is charged, and when.
func (v view) sentence() string {
	switch {
	case v.mode == "setup":
		return "Nothing is charged. Your card is kept for later."
	case v.mode != "subscription":
		return "You pay once. Nothing renews."
	case v.trial != "" && v.nothingDue:
		return v.trial + ", then " + v.then + "; nothing is due today."
	case v.trial != "":
		return v.trial + ", then " + v.then + "."
	}
	return "It renews at " + v.then + " until you cancel."
}

func (v view) heading() string {
	switch {
	case v.free:
		return "No card is needed"
	case v.mode == "payment":
		return "Pay once"
	case v.mode == "setup":
		return "Your card"
	}
	return "How you pay"
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
