package editor

import (
	"cmp"
	"net/url"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/site"
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
	return typedForm(value)
}

// localForm is how browsers send a moment without a zone.
const localForm = "2006-01-02T15:04"

// formFor fills in what nobody typed: as it was proposed when somebody asked for review or
// approved, and a weight that is not too light.
func formFor(on *site.Site, d site.Draft, impact site.Impact, form editorview.PublishForm) editorview.PublishForm {
	isNew := form.Summary+form.Materiality+form.When+form.At == ""
	if isNew && d.Proposed.EffectiveAt != nil {
		form.When, form.At = "later", on.Local(*d.Proposed.EffectiveAt).Format(localForm)
	}
	if isNew {
		form.Summary = d.Proposed.Summary
	}
	weight := policies.Materiality(cmp.Or(form.Materiality, string(d.Proposed.Materiality), string(policies.Editorial)))
	form.Materiality, form.When = string(impact.Raise(weight)), cmp.Or(form.When, "now")
	return form
}

// approvedAs says how the draft may be published.
func approvedAs(on *site.Site, p site.Proposal) string {
	words := map[policies.Materiality]string{
		policies.Editorial: "as a change of wording", policies.Notify: "as a change that people are told of",
		policies.AskAgain: "as a change that people have to agree to",
	}
	when := "at once"
	if p.EffectiveAt != nil {
		when = on.Local(*p.EffectiveAt).Format("January 2, 2006, 15:04")
	}
	return " with the summary “" + p.Summary + "”, " + words[p.Materiality] + ", " + when
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
