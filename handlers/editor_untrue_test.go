package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	sites "github.com/prokken/prokken/site"
)

// TestListSaysWhatIsUntrue: of each policy, as its draft stands.
func TestListSaysWhatIsUntrue(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	if _, body, _ := s.ask("GET", "/admin/policies", nil); strings.Contains(body, "untrue") {
		t.Error("something is untrue at the start")
	}
	_, err := s.library.Edit(
		context.Background(),
		sites.Edit{Slug: "terms", Change: func(d policy.Document) (policy.Document, error) {
			return policy.AddBlock(
				policy.Intro,
				"",
				policy.Block{
					UID:     "b-x",
					Content: block.Prose("There are three."),
					Claims:  []claim.Claim{claim.About("There are three.", claim.CookieCount(3))},
				},
			)(
				d,
			)
		}},
	)
	if err != nil {
		t.Fatal(err)
	}
	if _, body, _ := s.ask("GET", "/admin/policies", nil); strings.Count(body, "1 sentence is untrue") != 1 ||
		!strings.Contains(body, `href="/admin/policies/terms/publish#ed_untrue"`) {
		t.Error("the list does not say so")
	}
	_, body, _ := s.ask("GET", "/admin/policies/terms/publish", nil)
	for _, shows := range []string{"There are three.", "2 are declared.", `href="/admin/policies/terms?at=b-x"`} {
		if !strings.Contains(body, shows) {
			t.Errorf("the review lacks %q", shows)
		}
	}
	if !strings.Contains(body, `type="submit" disabled`) {
		t.Error("there is a button to publish it")
	}
}

// TestUntrueElsewhere: a sentence of another policy that the draft would make
// untrue is mended there, and the two are published together.
func TestUntrueElsewhere(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		third := cookie.Declaration{
			Name:     "third",
			Purpose:  "Counts.",
			Category: cookie.Necessary,
			Path:     "/",
			Lifetime: cookie.Session,
			HTTPOnly: true,
			Secure:   true,
			SameSite: cookie.Lax,
		}
		if _, err := s.library.Edit(t.Context(), sites.Edit{Slug: policy.CookiePolicy, Change: policy.SetCookie("", third)}); err != nil {
			t.Fatal(err)
		}
		v := &visitor{site: s}
		_, v.page, _ = s.ask("GET", policyPath+"/publish", nil)
		if !strings.Contains(v.page, `href="/admin/policies/privacy-policy?at=cookies-we-set"`) {
			t.Error("the review does not lead to the sentence")
		}
		v.press("two cookies, both needed to log in.”")
		draft, err := s.library.Draft(t.Context(), privacy)
		if err != nil || !draft.Saved || !strings.Contains(v.page, "“Privacy Policy” is published with it") {
			t.Errorf("the other policy has a draft: %v, %v", draft.Saved, err)
		}
		_, body, _ := s.ask("GET", "/admin/policies/privacy-policy/publish", nil)
		if !strings.Contains(body, "“Cookie Policy” is published with it") {
			t.Error("the other policy's review does not know of this one")
		}
	})
}

// TestWithdrawalOthersDependOn: a scheduled version stays where a later one is
// true only because of it, and the page says so.
func TestWithdrawalOthersDependOn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		cookies := append(
			slices.Clone(s.library.Cookies()),
			cookie.Declaration{
				Name:     "third",
				Purpose:  "Counts.",
				Category: cookie.Necessary,
				Path:     "/",
				Lifetime: cookie.Session,
				HTTPOnly: true,
				Secure:   true,
				SameSite: cookie.Lax,
			},
		)
		facts := claim.Evidence{Site: []string{"Prokken"}, Cookies: cookies, Program: sites.Program()}
		private, _ := s.library.Snapshot().Find("privacy-policy")
		s.publish("privacy-policy", "Says no number.", 48*time.Hour, removals(private.Document, facts)...)
		own, _ := s.library.Snapshot().Find(policy.CookiePolicy)
		declaring := own.Document
		declaring.Cookies = cookies
		declares := func(d policy.Document) (policy.Document, error) {
			d.Cookies = cookies
			return d, nil
		}
		s.publish(policy.CookiePolicy, "A third.", 49*time.Hour, append(removals(declaring, facts), declares)...)
		status, body, _ := s.ask(
			"POST",
			"/admin/policies/privacy-policy/withdraw",
			url.Values{"number": {"2"}, "reason": {"No."}},
		)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, "That would make a sentence untrue") {
			t.Errorf("%d", status)
		}
	})
}
