package walk

import (
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/printed"
	"github.com/prokken/prokken/audit/report"
)

// readPrinted reads the page of the policy where it is the one that was opened.
func (w *walker) readPrinted(t *browser.Tab, asked string, p report.Page) {
	if asked != w.Policy.Address {
		return
	}
	content, problem := printed.Content{}, p.Trouble
	if problem == "" {
		var err error
		if content, err = readContent(t); err != nil {
			problem = "It did not answer when it was to be read."
		} else if !w.Client.IsStill(w.ctx, w.Source) {
			problem = "Another version was published meanwhile."
		}
	}
	w.Policy.Fill(content, problem)
}

// readContent reads what the page shows, and its frames.
func readContent(t *browser.Tab) (printed.Content, error) {
	content, err := browser.ReadApart[printed.Content](t, printed.Script)
	if err != nil {
		return content, err
	}
	ctx, cancel := t.Look()
	defer cancel()
	for i, f := range t.Frames(ctx) {
		if i == 0 {
			continue // the page itself
		}
		if inside, err := browser.ReadFrame[printed.Content](ctx, f, printed.Script); err == nil {
			content.Frames = append(content.Frames, inside)
		}
	}
	return content, nil
}

// openPrinted opens the page of the policy where no link led to it.
func (w *walker) openPrinted(t *browser.Tab) {
	switch address := w.Policy.Address; {
	case !w.Policy.IsAwaited():
	case !w.Robots.Allows(address):
		w.Policy.Refuse("The site's robots.txt asks audits to leave it out.")
	default:
		w.readPrinted(t, address, w.open(t, address))
	}
}
