package site_test

import (
	"slices"
	"testing"
	"time"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/site"
)

// TestTranslationOfWhatComes: a scheduled version is read as it is going to be, with the cookies that
// another policy declares from the same moment on.
func TestTranslationOfWhatComes(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.analyse("visits")
		const uid = "the-new-one"
		o.change(private, policy.AddBlock("contact", "", policy.Block{UID: uid, Content: block.Prose("The cookie visits is Secure.")}))
		if _, err := o.Publish(t.Context(), o.approvedTogether()); err != nil {
			t.Fatal(err)
		}
		d, err := o.Translations.DraftOf(t.Context(), private, "de", 2)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(d.Texts, func(text policy.Text) bool { return text.Key == uid })
		if i < 0 || d.Texts[i].Suggested != "Das Cookie visits ist Secure." {
			t.Errorf("version %d: %+v", d.Policy.Number, d.Texts[max(i, 0)])
		}
	}, func(s *site.Settings) { s.Notice = 72 * time.Hour })
}

func (o world) change(slug string, change policy.Change) {
	o.t.Helper()
	if _, err := o.Edit(o.t.Context(), site.Edit{Slug: slug, By: o.ada, Change: change}); err != nil {
		o.t.Fatal(err)
	}
}
