package editor

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/site"
	editorview "github.com/prokken/prokken/views/editor"
)

// summaryOf begins the fields that say what changed in another policy; its slug follows.
const summaryOf = "summary."

// typedForm is how the drafts are to be published, as it was typed.
func typedForm(v url.Values) editorview.PublishForm {
	form := editorview.PublishForm{
		Summary: web.Printable(v.Get("summary")), Materiality: web.Printable(v.Get("materiality")),
		When: web.Printable(v.Get("when")), At: web.Printable(v.Get("effective_at")),
		Typed: v.Has("summary"), With: map[string]editorview.CompanionForm{},
	}
	for name := range v {
		if slug, isSummary := strings.CutPrefix(name, summaryOf); isSummary {
			form.With[slug] = editorview.CompanionForm{Summary: web.Printable(v.Get(name))}
		}
	}
	return form
}

// localForm is how browsers send a moment without a zone.
const localForm = "2006-01-02T15:04"

// formFor fills in what nobody typed: as it was proposed when somebody asked for review or
// approved, and a weight that is not too light.
func formFor(on *site.Site, joint site.Joint, impact site.Impact, form editorview.PublishForm) editorview.PublishForm {
	d := joint.Drafts[0]
	if !form.Typed && d.Proposed.EffectiveAt != nil {
		form.When, form.At = "later", on.Local(*d.Proposed.EffectiveAt).Format(localForm)
	}
	if !form.Typed {
		form.Summary = summaryFor(on, joint, d)
	}
	with := map[string]editorview.CompanionForm{}
	for _, other := range joint.Drafts[1:] {
		typed, isTyped := form.With[other.Document.Slug]
		if !isTyped {
			typed.Summary = summaryFor(on, joint, other)
		}
		with[other.Document.Slug] = typed
	}
	weight := policies.Materiality(cmp.Or(form.Materiality, string(d.Proposed.Materiality), string(policies.Editorial)))
	form.Materiality, form.When, form.With = string(impact.Raise(weight)), cmp.Or(form.When, "now"), with
	return form
}

// summaryFor is what was proposed, or else what the program can say of the draft.
func summaryFor(on *site.Site, joint site.Joint, draft site.Draft) string {
	if draft.Proposed.Summary != "" {
		return draft.Proposed.Summary
	}
	return on.SuggestedSummary(draft, joint)
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
	keep := func(name, value string) {
		if len(value) <= maxKept {
			query.Set(name, value)
		}
	}
	for name, value := range map[string]string{"materiality": form.Materiality, "when": form.When, "effective_at": form.At} {
		if value != "" {
			keep(name, value)
		}
	}
	if form.Typed {
		keep("summary", form.Summary)
	}
	for slug, with := range form.With {
		keep(summaryOf+slug, with.Summary)
	}
	return query
}
