package sites

import (
	"testing"
	"time"

	"github.com/prokken/prokken/views"

	"github.com/prokken/prokken/models/sites"
)

// TestNeeds: a website is named once, with what presses most; one that rests is not.
func TestNeeds(t *testing.T) {
	day := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	row := func(state sites.State, change func(*Row)) Row {
		r := Row{Site: sites.Site{Slug: "shop", Address: "https://shop.example", State: state}, Verified: true, Published: 1}
		change(&r)
		return r
	}
	for _, tt := range []struct {
		want string
		row  Row
	}{
		{"", row(sites.Active, func(*Row) {})},
		{"", row(sites.Paused, func(r *Row) { r.Published = 0 })},
		{"", row(sites.Closing, func(r *Row) { r.Open = 1 })},
		{"We have taken its page down.", row(sites.TakenDown, func(r *Row) { r.Open = 2 })},
		{"1 finding to look at.", row(sites.Active, func(r *Row) { r.Open, r.Published = 1, 0 })},
		{"Your plan has no room for it: it will be paused on December 1, 2026.", row(sites.Active, func(r *Row) { r.Site.PausesAt, r.Open = &day, 1 })},
		{"It no longer shows that it is yours, so it is not audited.", row(sites.Active, func(r *Row) { r.Site.HostLostAt = &day })},
		{"Describe its cookies, verify that it is yours, and publish.", row(sites.Active, func(r *Row) { r.Published, r.Verified = 0, false })},
		{"Finish its policy and publish it.", row(sites.Active, func(r *Row) { r.Published = 0 })},
	} {
		needs := List{Rows: []Row{tt.row}}.Needs(views.Site{})
		if tt.want == "" && len(needs) > 0 || tt.want != "" && (len(needs) != 1 || needs[0].Words != tt.want) {
			t.Errorf("%+v, want %q", needs, tt.want)
		}
	}
}
