package consent_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/site/consent"
)

const days = 24 * time.Hour

func optional(name string, category cookie.Category) cookie.Declaration {
	return cookie.Declaration{
		Name: name, Purpose: "counts visits", Category: category, Path: "/", Lifetime: cookie.Lifetime(30 * days),
		HTTPOnly: true, Secure: true, SameSite: cookie.Lax,
	}
}

func declaring(askedAgain int64, declared ...cookie.Declaration) consent.Policy {
	kept := optional("prokken_consent", cookie.Necessary)
	kept.Lifetime = cookie.Lifetime(183 * days)
	return consent.Policy{AskedAgain: askedAgain, Cookies: append(slices.Clone(declared), kept)}
}

// TestFingerprint: it changes with what a visitor agrees to, and with nothing else.
func TestFingerprint(t *testing.T) {
	a, b := optional("_a", cookie.Analytics), optional("_b", cookie.Marketing)
	with := func(change func(*cookie.Declaration)) consent.Policy {
		changed := a
		change(&changed)
		return declaring(0, changed, b)
	}
	same := declaring(0, a, b).Fingerprint()
	for name, tt := range map[string]struct {
		policy consent.Policy
		same   bool
	}{
		"another order":       {declaring(0, b, a), true},
		"HttpOnly":            {with(func(d *cookie.Declaration) { d.HTTPOnly = false }), true},
		"Secure":              {with(func(d *cookie.Declaration) { d.Secure = false }), true},
		"SameSite":            {with(func(d *cookie.Declaration) { d.SameSite = cookie.Strict }), true},
		"a necessary one":     {declaring(0, a, b, optional("_n", cookie.Necessary)), true},
		"name":                {with(func(d *cookie.Declaration) { d.Name = "_c" }), false},
		"purpose":             {with(func(d *cookie.Declaration) { d.Purpose = "Counts visits." }), true},
		"category":            {with(func(d *cookie.Declaration) { d.Category = cookie.Marketing }), false},
		"party":               {with(func(d *cookie.Declaration) { d.Party = "Stats Inc." }), false},
		"domain":              {with(func(d *cookie.Declaration) { d.Domain = "prokken.com" }), false},
		"path":                {with(func(d *cookie.Declaration) { d.Path = "/legal" }), false},
		"lifetime":            {with(func(d *cookie.Declaration) { d.Lifetime = cookie.Session }), false},
		"one more":            {declaring(0, a, b, optional("_c", cookie.Analytics)), false},
		"one less":            {declaring(0, a), false},
		"asked again":         {declaring(2, a, b), false},
		"asked again earlier": {declaring(1, a, b), false},
	} {
		if got := tt.policy.Fingerprint() == same; got != tt.same {
			t.Errorf("%s: the same is %v", name, got)
		}
	}
}

func TestQuestion(t *testing.T) {
	if _, asks := declaring(0, optional("_n", cookie.Necessary)).Question(); asks {
		t.Error("it asks about necessary cookies")
	}
	if _, asks := (consent.Policy{}).Question(); asks {
		t.Error("it asks without a policy")
	}
	q, asks := declaring(0, optional("_b", cookie.Marketing), optional("_a", cookie.Analytics)).Question()
	if !asks || q.Life != 183*days || len(q.Asked()) != 16 {
		t.Errorf("%+v", q)
	}
	if diff := cmp.Diff([]cookie.Category{cookie.Analytics, cookie.Marketing}, q.Categories); diff != "" {
		t.Error(diff)
	}
	want := []consent.State{
		{consent.Undecided, ""},
		{consent.Signalled, ""},
		{consent.Decided, ""},
		{consent.Decided, "analytics"},
		{consent.Decided, "marketing"},
		{consent.Decided, "analytics-marketing"},
	}
	if diff := cmp.Diff(want, q.Decisions()); diff != "" {
		t.Error(diff)
	}
}

func TestDecide(t *testing.T) {
	q, _ := declaring(0, optional("_a", cookie.Analytics)).Question()
	now := time.Date(2026, 4, 16, 12, 0, 0, 0, time.UTC)
	choice := func(age time.Duration, gpc bool, granted ...cookie.Category) consent.Record {
		return consent.Record{At: now.Add(-age), Asked: q.Asked(), GPC: gpc, Granted: consent.Grant(granted...)}
	}
	other := choice(days, false, cookie.Analytics)
	other.Asked = "0000000000000000"
	yes := consent.State{State: consent.Decided, Granted: "analytics"}
	no := consent.State{State: consent.Decided}
	undecided, signalled := consent.State{}, consent.State{State: consent.Signalled}
	for name, tt := range map[string]struct {
		choice consent.Record
		gpc    bool
		want   consent.State
	}{
		"nothing":                      {consent.Record{}, false, undecided},
		"the signal alone":             {consent.Record{}, true, signalled},
		"yes":                          {choice(days, false, cookie.Analytics), false, yes},
		"no":                           {choice(days, false), false, no},
		"on the last day":              {choice(183*days-time.Second, false, cookie.Analytics), false, yes},
		"after six months":             {choice(183*days, false, cookie.Analytics), false, undecided},
		"no, after six months":         {choice(183*days, false), false, undecided},
		"after six months, the signal": {choice(183*days, true, cookie.Analytics), true, signalled},
		"a clock a little ahead":       {choice(-30*time.Second, false, cookie.Analytics), false, yes},
		"from the future":              {choice(-time.Hour, false, cookie.Analytics), false, undecided},
		"another question":             {other, false, undecided},
		"another question, the signal": {other, true, signalled},
		"yes, then the signal":         {choice(days, false, cookie.Analytics), true, signalled},
		"the signal, then yes":         {choice(days, true, cookie.Analytics), true, yes},
		"the signal, then no":          {choice(days, true), true, no},
		"the signal is gone":           {choice(days, true, cookie.Analytics), false, yes},
		"granted, but not offered":     {choice(days, false, cookie.Marketing), false, no},
	} {
		if got := q.Decide(tt.choice, tt.gpc, now); got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}
