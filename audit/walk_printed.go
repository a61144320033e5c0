package audit

// readPrinted reads the page of the policy where it is the one that was opened.
func (w *walker) readPrinted(t *tab, asked string, p Page) {
	if asked != w.Policy.address {
		return
	}
	content, problem := printedContent{}, p.Trouble
	if problem == "" {
		var err error
		if content, err = readApart[printedContent](t, readPage); err != nil {
			problem = "It did not answer when it was to be read."
		} else if !w.Client.isStill(w.ctx, w.Source) {
			problem = "Another version was published meanwhile."
		}
	}
	w.Policy.Fill(content, problem)
}

// openPrinted opens the page of the policy where no link led to it.
func (w *walker) openPrinted(t *tab) {
	switch address := w.Policy.address; {
	case !w.Policy.IsAwaited():
	case !w.Robots.Allows(address):
		w.Policy.Refuse("The site's robots.txt asks audits to leave it out.")
	default:
		w.readPrinted(t, address, w.open(t, address))
	}
}
