package site_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/consent"
)

// declare publishes these optional cookies, without the sentences that are untrue then.
func (o world) declare(m policies.Materiality, optional ...cookie.Declaration) {
	o.t.Helper()
	kept := optional[0]
	kept.Name, kept.Category, kept.Party = string(cookie.Consent), cookie.Necessary, ""
	declared := append(slices.Clone(o.Cookies()[:2]), append(slices.Clone(optional), kept)...)
	evidence := o.Evidence()
	evidence.Cookies = declared
	for _, v := range o.Snapshot().Policies {
		o.rewrite(v.Document.Slug, m, func(d policy.Document) (policy.Document, error) {
			if d.Slug == slug {
				d.Cookies = declared
			}
			for _, failure := range d.Check(evidence) {
				if removed, err := policy.RemoveBlock(failure.UID)(d); err == nil {
					d = removed
				}
			}
			return d, nil
		})
	}
}

// rewrite publishes a change of a policy, if it is one.
func (o world) rewrite(of string, m policies.Materiality, change policy.Change) {
	o.t.Helper()
	draft, err := o.Edit(context.Background(), site.Edit{Slug: of, Change: change})
	if err == nil && draft.Saved {
		if of != slug {
			m = policies.Editorial
		}
		m = o.Impact(draft).Raise(m)
		p := site.Publication{Slug: of, Read: draft.Read, Summary: "Cookies.", Materiality: m}
		o.approved(draft, p)
		o.confirmOn(o.Site, of)
		_, err = o.Publish(context.Background(), p)
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

// asking is a world that asks about analytics and marketing.
func eachAsking(t *testing.T, test func(t *testing.T, o world)) {
	t.Helper()
	each(t, func(t *testing.T, o world) {
		o.rewritePrivacy()
		o.declare(policies.Editorial, optional("_a", cookie.Analytics), optional("_b", cookie.Marketing))
		test(t, o)
	})
}

// rewritePrivacy takes the sentences about cookies out of the other policies first.
func (o world) rewritePrivacy() {
	o.t.Helper()
	evidence := o.Evidence()
	evidence.Cookies = append(
		slices.Clone(evidence.Cookies),
		optional("_a", cookie.Analytics),
		optional("_b", cookie.Marketing),
	)
	for _, v := range o.Snapshot().Policies {
		if v.Document.Slug == slug {
			continue
		}
		o.rewrite(v.Document.Slug, policies.Editorial, func(d policy.Document) (policy.Document, error) {
			for _, failure := range d.Check(evidence) {
				if removed, err := policy.RemoveBlock(failure.UID)(d); err == nil {
					d = removed
				}
			}
			return d, nil
		})
	}
}

// asked is the hash of the question in effect.
func (o world) asked() string {
	q, _ := o.Snapshot().Question()
	return q.WordingSHA256
}

// agree answers the question in effect.
func (o world) agree(granted ...cookie.Category) consent.Record {
	o.t.Helper()
	c, err := o.Consents.Save(
		context.Background(),
		consent.Answer{Asked: o.asked(), Granted: granted, Source: consents.FromBanner},
	)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

// TestConsentIsToTheQuestionThatWasShown: to no other is anything granted, and the row
// names the question and the signal.
func TestConsentIsToTheQuestionThatWasShown(t *testing.T) {
	eachAsking(t, func(t *testing.T, o world) {
		ctx, old := t.Context(), o.asked()
		better := optional("_a", cookie.Analytics)
		better.Purpose = strings.TrimRight(better.Purpose, ".") + "!" // other words would ask again
		kept := o.agree(cookie.Analytics)
		o.declare(policies.Editorial, better, optional("_b", cookie.Marketing))
		q, _ := o.Snapshot().Question()
		if q.WordingSHA256 == old || q.Asked() != kept.Asked {
			t.Error("the same words with another sign are the same question, or ask again")
		}
		for name, asked := range map[string]string{"none": "", "in other words": old, "its fingerprint": q.Asked(), "a part of it": q.WordingSHA256[:63]} {
			_, err := o.Consents.Save(
				ctx,
				consent.Answer{Asked: asked, Granted: []cookie.Category{cookie.Analytics}, Source: consents.FromBanner},
			)
			if !errors.Is(err, consent.ErrAskedAnew) {
				t.Errorf("%s: %v", name, err)
			}
		}
		no, err := o.Consents.Save(ctx, consent.Answer{Asked: old, Source: consents.FromBanner, GPC: true})
		if err != nil {
			t.Fatal(err)
		}
		if row := o.row(no); row.QuestionSHA256 != nil || !row.GPC || row.Version != q.Policy.Number {
			t.Errorf("a no to the old question: %+v", row)
		}
		row := o.row(o.agree(cookie.Analytics, cookie.Necessary))
		if row.QuestionSHA256 == nil || *row.QuestionSHA256 != q.WordingSHA256 || row.GPC ||
			row.Categories != `{"analytics":true,"marketing":false}` {
			t.Errorf("a yes: %+v", row)
		}
	})
}

// TestOnlyWhatIsOfferedIsGranted: nobody is asked about it, so nobody agrees to it.
func TestOnlyWhatIsOfferedIsGranted(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		_, err := o.Consents.Save(
			t.Context(),
			consent.Answer{Granted: []cookie.Category{cookie.Analytics}, Source: consents.FromBanner},
		)
		if !errors.Is(err, consent.ErrNothingToAsk) {
			t.Errorf("there is no question: %v", err)
		}
		o.rewritePrivacy()
		o.declare(policies.Editorial, optional("_a", cookie.Analytics))
		c := o.agree(cookie.Analytics, cookie.Marketing, cookie.Necessary)
		if row := o.row(c); c.Granted != "analytics" || row.Categories != `{"analytics":true}` {
			t.Errorf("granted %q, recorded %s", c.Granted, row.Categories)
		}
	})
}

func (o world) row(c consent.Record) consents.Consent {
	o.t.Helper()
	row, err := o.Consents.ByNumber(context.Background(), c.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	return row
}

// TestWording: what is shown is what is hashed, and a question that was asked can be read
// again.
func TestWording(t *testing.T) {
	eachAsking(t, func(t *testing.T, o world) {
		o.agree()
		q, _ := o.Snapshot().Question()
		all, err := consents.Questions(t.Context(), o.db)
		if err != nil || len(all) != 1 || all[0].SHA256 != q.WordingSHA256 {
			t.Fatalf("%+v, %v", all, err)
		}
		var w consent.Wording
		if err := json.Unmarshal([]byte(all[0].Wording), &w); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(q.Wording, w); diff != "" {
			t.Error(diff)
		}
		if !strings.Contains(w.Text, "for analytics and advertising / marketing.") ||
			w.Categories[0].Cookies[0] != (consent.CookieWording{Name: "_a", Purpose: "counts visits", About: "Duration: 30 days"}) {
			t.Errorf("%+v", w)
		}
	})
}

// TestConsentSearch: days are the site's, both included.
func TestConsentSearch(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		f, err := o.Consents.ParseSearch(consent.Search{From: "2026-11-28", Until: "2026-11-29", Version: "3"})
		dhaka := func(day int) time.Time { return time.Date(2026, 11, day, 0, 0, 0, 0, o.Zone) }
		if err != nil || !f.From.Equal(dhaka(28)) || !f.Until.Equal(dhaka(30)) || f.Version != 3 {
			t.Errorf("%+v, %v", f, err)
		}
		_, err = o.Consents.ParseSearch(consent.Search{From: "28.11.", Until: "tomorrow", Version: "0", Number: "7"})
		for _, field := range []string{"from", "until", "version", "number"} {
			if err == nil || !strings.Contains(err.Error(), field) {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}
