package known_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/site"
)

const day = 24 * time.Hour

// open reads a table and, where there is text of one, a database.
func open(t *testing.T, table, database string) (known.Table, error) {
	t.Helper()
	file := ""
	if database != "" {
		file = filepath.Join(t.TempDir(), "cookies.csv")
		if err := os.WriteFile(file, []byte(database), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return known.Open(fstest.MapFS{site.KnownCookies: {Data: []byte(table)}}, file)
}

// TestShippedTable: it can be read, and knows what every second site has.
func TestShippedTable(t *testing.T) {
	table, err := known.Open(os.DirFS("../../content"), "")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]cookie.Category{
		"_ga": "analytics", "_ga_ABC123": "analytics", "_gid": "analytics", "_fbp": "marketing", "_ttp": "marketing",
		"bcookie": "marketing",
		"_clck":   "analytics", "MUID": "marketing", "hubspotutk": "marketing", "_hjSessionUser_1": "analytics",
		"_pk_id.1.1fff": "analytics",
		"__stripe_mid":  "necessary", "__stripe_sid": "necessary", "__cf_bm": "necessary", "cf_clearance": "necessary",
		"PHPSESSID":  "necessary",
		"JSESSIONID": "necessary", "ASP.NET_SessionId": "necessary", "XSRF-TOKEN": "necessary",
		"wordpress_logged_in_a": "necessary",
		"_shopify_y":            "analytics", "intercom-id-x": "analytics", "ajs_anonymous_id": "analytics",
		"mp_1_mixpanel": "analytics", "AMP_1": "analytics",
		"optimizelyEndUserId": "analytics", "OptanonConsent": "necessary", "CookieConsent": "necessary", "YSC": "marketing",
		"guest_id":    "marketing",
		"_pin_unauth": "marketing", "_scid": "marketing", "_rdt_uuid": "marketing", "__kla_id": "marketing",
		"drift_aid": "analytics",
		"__zlcmid":  "necessary", "AWSALBCORS": "necessary", "ARRAffinitySameSite": "necessary", "vuid": "analytics",
		"_ym_uid": "analytics",
	} {
		if got, found := table.Find(name); !found || got.Category != want || got.Source != known.OwnTable {
			t.Errorf("%s: %+v, %v", name, got, found)
		}
	}
	if got, found := table.Find("something_else"); found {
		t.Errorf("%+v", got)
	}
}

const two = `cookies:
  - {prefix: _a, who: A, category: marketing, life: 1 minute, purpose: Begins.}
  - {prefix: _a_b, who: AB, category: analytics, life: 2 days, purpose: Begins longer.}
  - {name: _a_b_c, who: ABC, category: necessary, life: session, purpose: Is.}
`

// head is a database's first line, as a spreadsheet on Windows writes it.
const head = "\uFEFFID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data Controller,User Privacy & GDPR Rights Portals,Wildcard match\r\n"

// TestFind: a whole name, then the longest prefix; our own table, then the file.
func TestFind(t *testing.T) {
	table, err := open(
		t,
		two,
		head+"1,P,Marketing,_a_b_c,,Theirs,,,,0\r\n2,P,Marketing,_z,,Theirs.,,,,1\r\n3,P,Marketing,_ax,,Theirs,,,,0",
	)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"_a_b_c": "Is.", "_a_b_cd": "Begins longer.", "_a_": "Begins.", "_a": "Begins.", "_ax": "Begins.", "_": "", "": "",
		"_A": "", "_z1": "", "x_a": "",
	} {
		if got, _ := table.Find(name); got.Purpose != want {
			t.Errorf("%q: %q", name, got.Purpose)
		}
	}
}

// TestTableIsReadStrictly: what is wrong is named with its line.
func TestTableIsReadStrictly(t *testing.T) {
	for line, want := range map[string]string{
		"{name: b, who: B, category: analytics, life: 1 day, purpose: P., colour: red}": "unknown field \"colour\"",
		"{name: b, who: B, category: nice, life: 1 day, purpose: P.}":                   "line 5: b: \"nice\" is not a category",
		"{name: b, who: B, category: analytics, life: 101 years, purpose: P.}":          "line 5: b: \"101 years\" is more than 100 years",
		"{name: b, who: B, category: analytics, purpose: P.}":                           "line 5: b: \"\" is not a lifetime",
		"{name: b, prefix: b, who: B, category: analytics, life: 1 day, purpose: P.}":   "line 5: give a name or a prefix",
		"{who: B, category: analytics, life: 1 day, purpose: P.}":                       "line 5: give a name or a prefix",
		"{name: b c, who: B, category: analytics, life: 1 day, purpose: P.}":            "line 5: \"b c\" cannot be a cookie's name",
		"{name: b, category: analytics, life: 1 day, purpose: P.}":                      "line 5: b: say who",
		"{prefix: _a, who: B, category: analytics, life: 1 day, purpose: P.}":           "line 5: _a stands here twice",
	} {
		_, err := open(t, two+"  - "+line+"\n", "")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "5") ||
			strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// TestDatabaseOfTheRealWorld: lines as people keep them.
func TestDatabaseOfTheRealWorld(t *testing.T) {
	table, err := open(t, "cookies: []", head+
		"1,Foo,Functional,foo_id,foo.com,\"Keeps, as they say,\r\n  \"\"foo\"\"\u0007.\",1 year,Foo Inc.,https://foo.com/privacy,0\r\n"+
		"2,Foo, Security ,foo_s,,Guards \"all\" of it,session,,,0\n"+
		"3,Foo,Personalization,foo_p_*,,,13 months,,,1\n"+
		"4,Foo,Nonsense,foo_n,,-,until cancelled\n"+
		"5,Foo,Analytics,foo_id,,Stands here twice,,,,\n"+
		"6,Foo,Analytics,,,No name,,,,\n7,Foo,Analytics,*,,Anything,,,,1\n8,Foo,Analytics,odd name,,No cookie,,,,\n\n9\n"+
		"10,Foo,Marketing,foo_long,,L,2 years,,,\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]known.Suggestion{
		"foo_id": {
			Who: "Foo Inc.", Purpose: `Keeps, as they say, "foo" .`, Category: "necessary", Called: "Functional",
			Life: cookie.Lifetime(365 * day),
		},
		"foo_s": {
			Who: "Foo", Purpose: `Guards "all" of it`, Category: "necessary", Called: "Security", Life: cookie.Session,
		},
		"foo_p_1":  {Who: "Foo", Category: "preferences", Called: "Personalization", Life: cookie.Lifetime(396 * day)},
		"foo_n":    {Who: "Foo", Category: "marketing", Called: "Nonsense"},
		"foo_long": {Who: "Foo", Purpose: "L", Category: "marketing", Life: cookie.Lifetime(400 * day)},
	} {
		want.Source = "cookies.csv"
		if got, _ := table.Find(name); cmp.Diff(want, got) != "" {
			t.Errorf("%s: %s", name, cmp.Diff(want, got))
		}
	}
	for _, name := range []string{"", "x", "odd name", "foo_p"} {
		if got, found := table.Find(name); found {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestNoDatabase: a file that is none is named.
func TestNoDatabase(t *testing.T) {
	for _, text := range []string{"\n", "name,purpose\n_ga,x\n", "PK\x03\x04"} {
		if _, err := open(t, two, text); err == nil || !strings.Contains(err.Error(), "cookies.csv") {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := known.Open(os.DirFS("../../content"), "/nowhere/cookies.csv"); err == nil ||
		!strings.Contains(err.Error(), "cannot read the cookie database") {
		t.Error(err)
	}
}
