package hosting_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/site/hosting"
	"github.com/prokken/prokken/validation"
)

// TestAddressToPage: the draft declares what was met and says what was seen, each sentence checked;
// it is published once purposes are known and the host is verified, under the owner's name.
func TestAddressToPage(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.seen = seen(met("bx1"), met("cart"))
		s := w.add(w.user, "shop.example")
		if s.Address != "https://shop.example" || s.State != sites.Active {
			t.Errorf("%+v", s)
		}
		if w.request.AsVisitor || !w.request.Alone || w.request.Pages != 10 {
			t.Errorf("a host that nobody verified is audited by %+v", w.request)
		}
		w.refused(s, hosting.ErrNotVerified)
		if _, err := w.Verify(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if err := w.publish(s); err == nil || !strings.Contains(err.Error(), "what bx1 is for") {
			t.Errorf("published without purposes: %v", err)
		}
		w.describe(s)
		d := w.draft(s).Document
		for _, want := range []string{
			"We use two cookies.", "We do not use analytics cookies.", "We do not use marketing cookies.",
			"We do not use third-party cookies.", "Our pages load nothing from other websites.",
		} {
			if !strings.Contains(strings.Join(says(d), "\n"), want) {
				t.Errorf("%q is not said: %q", want, says(d))
			}
		}
		if err := sites.SaveSettings(t.Context(), w.db, s.ID, sites.Settings{Name: "Shop", Contact: "ask@shop.example", Zone: "Europe/Madrid"}); err != nil {
			t.Fatal(err)
		}
		if err := w.publish(s); err != nil {
			t.Fatal(err)
		}
		v, found := w.site(s).Snapshot().Find(policy.CookiePolicy)
		if !found || v.Number != 1 || v.Contact != "ask@shop.example" {
			t.Fatalf("version %d, contact %q", v.Number, v.Contact)
		}
		confirmed := func(b policy.SentenceBasis) bool { return b.Confirmed != nil }
		if !slices.ContainsFunc(v.Sentences, confirmed) {
			t.Error("the owner stands by nothing")
		}
		for _, sentence := range v.Sentences {
			if sentence.Confirmed != nil && sentence.Confirmed.By != policy.ByOwner {
				t.Errorf("the record says that %s confirmed %q", sentence.Confirmed.By, sentence.Says)
			}
			if strings.Contains(strings.Join(sentence.Checks, " "), "server") {
				t.Errorf("the record says of a customer's site what only our own server does: %q", sentence.Checks)
			}
		}
		if next := w.row(s).NextAuditAt; next == nil {
			t.Error("it is not audited any more")
		}
	})
}

// TestOneCookie is said as people say it.
func TestOneCookie(t *testing.T) {
	w := open(t, modelsDB(t))
	w.seen = seen(met("PHPSESSID"))
	if said := says(w.draft(w.add(w.user, "shop.example")).Document); !slices.Contains(said, "We use one cookie.") {
		t.Errorf("%q", said)
	}
}

// refused fails unless the site cannot be published for that reason.
func (w *world) refused(s sites.Site, want error) {
	w.t.Helper()
	if err := w.publish(s); !errors.Is(err, want) {
		w.t.Errorf("%v, want %v", err, want)
	}
}

// TestPublicationFollowsTheAudit: it takes a complete audit of the last day that bears the words out.
// Editing takes no new one.
func TestPublicationFollowsTheAudit(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		change := func(words string) {
			w.edit(s, func(d policy.Document) (policy.Document, error) {
				d.Sections[0].Blocks[0].Content = block.Prose(words)
				return d, nil
			})
		}
		change("Cookies are small text files that a website stores in a visitor's browser. We use two cookies.")
		if err := w.publish(s); err != nil {
			t.Errorf("other words, which the stored audit bears out: %v", err)
		}
		change("Cookies are small text files that a website stores in a visitor's browser. We use three cookies.")
		var untrue policy.FailedClaims
		if err := w.publish(s); !errors.As(err, &untrue) {
			t.Errorf("a false sentence: %v", err)
		}
		change("Cookies are small text files that a website stores in a visitor's browser.")
		w.now = w.now.Add(25 * time.Hour)
		var invalid validation.Errors
		if err := w.publish(s); !errors.As(err, &invalid) || !strings.Contains(invalid["document"], "audit the site again") {
			t.Errorf("an old audit: %v", err)
		}
		w.seen = incomplete(seen())
		w.again(s, time.Minute)
		if err := w.publish(s); !errors.As(err, &invalid) {
			t.Errorf("an audit that did not see everything: %v", err)
		}
		w.seen = seen()
		w.again(s, time.Minute)
		if err := w.publish(s); err != nil {
			t.Errorf("a new audit: %v", err)
		}
	})
}

// TestWhatWasMetHasToBeDeclared: nobody takes a cookie out of the policy that the site sets.
func TestWhatWasMetHasToBeDeclared(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		again, err := w.upkeep.SayAgain(t.Context(), w.site(s))
		if err != nil {
			t.Fatal(err)
		}
		w.edit(s, func(d policy.Document) (policy.Document, error) {
			d.Cookies = d.Cookies[:1]
			return again(d)
		})
		var untrue policy.FailedClaims
		if err := w.publish(s); !errors.As(err, &untrue) || !strings.Contains(err.Error(), "does not declare") {
			t.Error(err)
		}
	})
}

// TestASiteThatCannotBeReached has no draft, and its owner is told why.
func TestASiteThatCannotBeReached(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.seen = seen()
		w.seen.Journeys = []report.Journey{{Name: report.Anonymous, Pages: []report.Page{{URL: "https://shop.example/", Trouble: "No answer."}}}}
		s := w.add(w.user, "shop.example")
		if _, err := w.site(s).Draft(t.Context(), policy.CookiePolicy); !errors.Is(err, models.ErrNotFound) {
			t.Error(err)
		}
		w.seen = seen()
		w.again(s, 25*time.Hour)
		w.draft(s)
	})
}

// TestAddresses: what can be a customer's site, and what cannot.
func TestAddresses(t *testing.T) {
	w := open(t, modelsDB(t))
	for typed, want := range map[string]string{
		"shop.example": "https://shop.example", " Shop.Example ": "https://shop.example", "https://shop.example/a?b#c": "https://shop.example",
		"http://shop.example": "", "shop.example..": "https://shop.example", "bücher.example": "https://xn--bcher-kva.example",
		"": "", "shop": "", "localhost": "", "127.0.0.1": "", "https://[::1]/": "", "10.0.0.1": "", "169.254.169.254": "",
		"shop.example:8080": "", "ftp://shop.example": "", "https://user:pass@shop.example": "", "javascript:alert(1)": "",
		"prokken.com": "", "https://shop.example\\@evil.example": "", "shop.example/\x00": "", strings.Repeat("a", 400) + ".example": "",
		"_dmarc.shop.example": "",
	} {
		got, err := w.Address(typed)
		var invalid validation.Errors
		if got != want || (want == "") != errors.As(err, &invalid) {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
}
