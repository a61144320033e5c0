package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	sites "github.com/prokken/prokken/site"
)

// TestReviewShowsLinksAndHints: what stops the publication, and what does not.
func TestReviewShowsLinksAndHints(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.adminWithFactor("root@example.com")
		write := func(text string) string {
			d, err := s.library.Edit(t.Context(), sites.Edit{Slug: "terms", Change: policy.SetBlock(
				policy.Block{UID: "opening", Content: block.Prose(text)},
			)})
			if err != nil {
				t.Fatal(err)
			}
			return d.Read
		}
		form := url.Values{
			"read":        {write("See [here](#nowhere).")},
			"summary":     {"X."},
			"materiality": {"editorial"},
			"when":        {"now"},
		}
		const dead, vague = "has no section or block &#34;nowhere&#34;", "The link “here” does not say where it leads."
		s.verify(
			t,
			scenario{
				path:  "/admin/policies/terms/publish",
				shows: []string{"Broken links", dead, "Could be better", vague},
			},
			scenario{
				method: "POST", path: "/admin/policies/terms/publish", form: form,
				status: http.StatusUnprocessableEntity, shows: []string{dead},
			},
		)
		form.Set("read", write("See [here](#contact)."))
		s.confirm("terms")
		s.verify(
			t,
			scenario{
				path:  "/admin/policies/terms/publish",
				shows: []string{vague},
				hides: []string{"Broken links"},
			},
			scenario{method: "POST", path: "/admin/policies/terms/publish", form: form, shows: []string{"Published."}},
		)
	})
}
