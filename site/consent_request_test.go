package site_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
)

const days = 24 * time.Hour

func optional(name string, category cookie.Category) cookie.Declaration {
	return cookie.Declaration{
		Name: name, Purpose: "counts visits", Category: category, Path: "/", Lifetime: cookie.Lifetime(30 * days),
		HTTPOnly: true, Secure: true, SameSite: cookie.Lax,
	}
}

func snapshot(askedAgain int64, declared ...cookie.Declaration) *site.Snapshot {
	kept := optional("prokken_consent", cookie.Necessary)
	kept.Lifetime = cookie.Lifetime(183 * days)
	d := policy.Document{Slug: policy.CookiePolicy, Cookies: append(slices.Clone(declared), kept)}
	return &site.Snapshot{Policies: []*site.Version{{Document: d, AskedAgain: askedAgain}}}
}

// TestFingerprint: it changes with what a visitor agrees to, and with nothing else.
func TestFingerprint(t *testing.T) {
	a, b := optional("_a", cookie.Analytics), optional("_b", cookie.Marketing)
	with := func(change func(*cookie.Declaration)) *site.Snapshot {
		changed := a
		change(&changed)
		return snapshot(0, changed, b)
	}
	same := snapshot(0, a, b).Fingerprint()
	for name, tt := range map[string]struct {
		snapshot *site.Snapshot
		same     bool
	}{
		"another order":       {snapshot(0, b, a), true},
		"HttpOnly":            {with(func(d *cookie.Declaration) { d.HTTPOnly = false }), true},
		"Secure":              {with(func(d *cookie.Declaration) { d.Secure = false }), true},
		"SameSite":            {with(func(d *cookie.Declaration) { d.SameSite = cookie.Strict }), true},
		"a necessary one":     {snapshot(0, a, b, optional("_n", cookie.Necessary)), true},
		"name":                {with(func(d *cookie.Declaration) { d.Name = "_c" }), false},
		"purpose":             {with(func(d *cookie.Declaration) { d.Purpose = "Counts visits." }), true},
		"category":            {with(func(d *cookie.Declaration) { d.Category = cookie.Marketing }), false},
		"party":               {with(func(d *cookie.Declaration) { d.Party = "Stats Inc." }), false},
		"domain":              {with(func(d *cookie.Declaration) { d.Domain = "prokken.com" }), false},
		"path":                {with(func(d *cookie.Declaration) { d.Path = "/legal" }), false},
		"lifetime":            {with(func(d *cookie.Declaration) { d.Lifetime = cookie.Session }), false},
		"one more":            {snapshot(0, a, b, optional("_c", cookie.Analytics)), false},
		"one less":            {snapshot(0, a), false},
		"asked again":         {snapshot(2, a, b), false},
		"asked again earlier": {snapshot(1, a, b), false},
	} {
		if got := tt.snapshot.Fingerprint() == same; got != tt.same {
			t.Errorf("%s: the same is %v", name, got)
		}
	}
}

func TestQuestion(t *testing.T) {
	if _, asks := snapshot(0, optional("_n", cookie.Necessary)).Question(); asks {
		t.Error("it asks about necessary cookies")
	}
	if _, asks := new(site.Snapshot).Question(); asks {
		t.Error("it asks without a policy")
	}
	q, asks := snapshot(0, optional("_b", cookie.Marketing), optional("_a", cookie.Analytics)).Question()
	if !asks || q.Life != 183*days || len(q.Asked()) != 16 {
		t.Errorf("%+v", q)
	}
	if diff := cmp.Diff([]cookie.Category{cookie.Analytics, cookie.Marketing}, q.Categories); diff != "" {
		t.Error(diff)
	}
	want := []site.ConsentState{
		{site.Undecided, ""},
		{site.Signalled, ""},
		{site.Decided, ""},
		{site.Decided, "analytics"},
		{site.Decided, "marketing"},
		{site.Decided, "analytics-marketing"},
	}
	if diff := cmp.Diff(want, q.Decisions()); diff != "" {
		t.Error(diff)
	}
}

func TestDecide(t *testing.T) {
	q, _ := snapshot(0, optional("_a", cookie.Analytics)).Question()
	now := time.Date(2026, 4, 16, 12, 0, 0, 0, time.UTC)
	choice := func(age time.Duration, gpc bool, granted ...cookie.Category) site.ConsentRecord {
		return site.ConsentRecord{At: now.Add(-age), Asked: q.Asked(), GPC: gpc, Granted: site.Grant(granted...)}
	}
	other := choice(days, false, cookie.Analytics)
	other.Asked = "0000000000000000"
	yes := site.ConsentState{State: site.Decided, Granted: "analytics"}
	no := site.ConsentState{State: site.Decided}
	undecided, signalled := site.ConsentState{}, site.ConsentState{State: site.Signalled}
	for name, tt := range map[string]struct {
		choice site.ConsentRecord
		gpc    bool
		want   site.ConsentState
	}{
		"nothing":                      {site.ConsentRecord{}, false, undecided},
		"the signal alone":             {site.ConsentRecord{}, true, signalled},
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
