package editor

import (
	"cmp"
	"net/url"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/policies"
	editorview "github.com/prokken/prokken/views/editor"
)

// typedForm is how the draft is to be published, as it was typed.
func typedForm(value func(name string) string) editorview.PublishForm {
	return editorview.PublishForm{
		Summary: web.Printable(value("summary")), Materiality: web.Printable(value("materiality")),
		When: web.Printable(value("when")), At: web.Printable(value("effective_at")),
	}
}

// keptForm is what was typed so far, for a page that does not publish yet.
func keptForm(value func(name string) string) editorview.PublishForm {
	form := typedForm(value)
	form.Materiality, form.When = cmp.Or(form.Materiality, string(policies.Editorial)), cmp.Or(form.When, "now")
	return form
}

// maxKept bounds what an address carries of a summary that is far too long.
const maxKept = 1000

// keptQuery carries what was typed over to the page after an act.
func keptQuery(form editorview.PublishForm) url.Values {
	query := url.Values{}
	for name, value := range map[string]string{"summary": form.Summary, "materiality": form.Materiality, "when": form.When, "effective_at": form.At} {
		if value != "" && len(value) <= maxKept {
			query.Set(name, value)
		}
	}
	return query
}
