package policy_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
)

// published is the schema as a stranger uses it, who knows no format of ours.
func published(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := jsonschema.UnmarshalJSON(bytes.NewReader(policy.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("x", text); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("x")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestSchemaAndValidateAgree: what the schema lets through Validate does too, at
// every limit, so that nothing can be edited that could not be imported again.
func TestSchemaAndValidateAgree(t *testing.T) {
	schema := published(t)
	for name, tt := range borders() {
		t.Run(name, func(t *testing.T) {
			for want, d := range map[bool]policy.Document{true: tt.good, false: tt.bad} {
				text, err := json.Marshal(d)
				if err != nil {
					t.Fatal(err)
				}
				value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
				if err != nil {
					t.Fatal(err)
				}
				if err := d.Validate(); (err == nil) != want {
					t.Errorf("Validate, good %v: %.300v", want, err)
				}
				if err := schema.Validate(value); (err == nil) != want {
					t.Errorf("schema, good %v: %.300v", want, err)
				}
			}
		})
	}
}

type border struct{ good, bad policy.Document }

// with is a small valid document, changed.
func with(change func(d *policy.Document, b *policy.Block)) policy.Document {
	d := policy.Document{Slug: "x", Title: "X", Intro: []policy.Block{{UID: "b", Prose: "We do."}}}
	change(&d, &d.Intro[0])
	return d
}

// of makes a document of each of two values.
func of[T any](good, bad T, change func(d *policy.Document, b *policy.Block, value T)) border {
	make := func(value T) policy.Document {
		return with(func(d *policy.Document, b *policy.Block) { change(d, b, value) })
	}
	return border{make(good), make(bad)}
}

func borders() map[string]border {
	type (
		doc   = *policy.Document
		block = *policy.Block
	)
	letters := func(n int) string { return strings.Repeat("ক", n) }
	title := func(d doc, _ block, v string) { d.Title = v }
	prose := func(_ doc, b block, v string) { b.Prose = wording.Markdown(v) }
	inClaim := func(change func(c *claim.Claim)) func(doc, block) {
		return func(_ doc, b block) {
			b.Claims = []claim.Claim{claim.About("We do.", claim.CookieCount(1))}
			change(&b.Claims[0])
		}
	}
	declared := func(change func(c *cookie.Declaration, v string)) func(doc, block, string) {
		return func(d doc, _ block, v string) {
			c := cookie.Declaration{
				Name:     "a",
				Purpose:  "b",
				Category: cookie.Analytics,
				Path:     "/",
				Lifetime: cookie.Session,
				Secure:   true,
				SameSite: cookie.Lax,
			}
			change(&c, v)
			d.Cookies = []cookie.Declaration{c}
		}
	}
	says := func(d doc, b block, v string) { inClaim(func(c *claim.Claim) { c.Says = v })(d, b) }
	checking := func(condition func(v string) claim.Condition) func(doc, block, string) {
		return func(d doc, b block, v string) {
			inClaim(func(c *claim.Claim) { c.Conditions = []claim.Condition{condition(v)} })(d, b)
		}
	}
	instead := func(change func(b block, v string)) func(doc, block, string) {
		return func(_ doc, b block, v string) {
			*b = policy.Block{UID: "b"}
			change(b, v)
		}
	}
	contact := func(change func(c *policy.Contact, v string)) func(doc, block, string) {
		return instead(func(b block, v string) {
			b.Contact = &policy.Contact{Organisation: "X"}
			change(b.Contact, v)
		})
	}
	blocks := func(d doc, _ block, n int) {
		d.Intro = nil
		for i := range n {
			d.Intro = append(
				d.Intro,
				policy.Block{UID: "b" + strings.Repeat("x", i%90) + "-" + string(rune('a'+i/90)), Related: &policy.Related{}},
			)
		}
	}
	cookies := func(d doc, _ block, n int) {
		for i := range n {
			d.Cookies = append(d.Cookies, cookie.Declaration{
				Name: strings.Repeat("a", i+1), Purpose: "b", Category: cookie.Analytics, Path: "/", Lifetime: cookie.Session,
				SameSite: cookie.Lax,
			})
		}
	}
	return map[string]border{
		"slug": of("a-1", "a_1", func(d doc, _ block, v string) { d.Slug = v }),
		"slug, length": of(
			strings.Repeat("a", 100),
			strings.Repeat("a", 101),
			func(d doc, _ block, v string) { d.Slug = v },
		),
		"slug, hyphens": of("a-b", "a--b", func(d doc, _ block, v string) { d.Slug = v }),
		"slug, case":    of("a", "A", func(d doc, _ block, v string) { d.Slug = v }),
		"slug, none":    of("a", "", func(d doc, _ block, v string) { d.Slug = v }),
		"uid":           of("a-1", "-a", func(_ doc, b block, v string) { b.UID = v }),
		"anchor": of(
			"a",
			"a b",
			func(d doc, _ block, v string) { d.Sections = []policy.Section{{Anchor: v, Title: "X"}} },
		),
		"anchor, line": of(
			"a",
			"a\n",
			func(d doc, _ block, v string) { d.Sections = []policy.Section{{Anchor: v, Title: "X"}} },
		),
		"title of a section": of(
			"a",
			"?",
			func(d doc, _ block, v string) { d.Sections = []policy.Section{{Anchor: "a", Title: v}} },
		),
		"title":              of(letters(200), letters(201), title),
		"title, none":        of("1", "", title),
		"title, blank":       of(" a ", "   ", title),
		"title, no words":    of("1", "\u200b", title),
		"title, control":     of("a\u200b", "a\x00", title),
		"title, tab":         of("a b", "a\tb", title),
		"title, private":     of("a\U0001F36A", "a\uE000", title),
		"title, old control": of("a\u00A0b", "a\u0085b", title),
		"prose":              of(letters(20_000), letters(20_001), prose),
		"prose, lines":       of("a\n\nb", "a\r\nb", prose),
		"list": of(
			[]wording.Markdown{"a"},
			[]wording.Markdown{"a", ""},
			func(_ doc, b block, v []wording.Markdown) { *b = policy.Block{UID: "b", List: v} },
		),
		"one kind":  of("", "a", func(_ doc, b block, v string) { b.InShort = wording.Markdown(v) }),
		"some kind": of("a", "", func(_ doc, b block, v string) { b.Prose = wording.Markdown(v) }),
		"blocks":    of(1000, 1001, blocks),
		"depth": {
			with(func(d doc, _ block) { d.Sections = nested(2) }),
			with(func(d doc, _ block) { d.Sections = nested(3) }),
		},
		"cookies": of(200, 201, cookies),
		"changes, low": of(
			1,
			0,
			func(_ doc, b block, v int) { *b = policy.Block{UID: "b", Changes: &policy.Changes{Newest: v}} },
		),
		"changes, high": of(
			100,
			101,
			func(_ doc, b block, v int) { *b = policy.Block{UID: "b", Changes: &policy.Changes{Newest: v}} },
		),
		"caption": of(
			"a",
			"-",
			instead(func(b block, v string) { b.CookieTable = &policy.CookieTable{Caption: v} }),
		),
		"caption, length": of(
			letters(20_000),
			letters(20_001),
			instead(func(b block, v string) { b.CookieTable = &policy.CookieTable{Caption: v} }),
		),
		"table of": of("marketing", "fun", instead(func(b block, v string) {
			b.CookieTable = &policy.CookieTable{Caption: "a", Category: cookie.Category(v)}
		})),
		"properties of": of("a", "a b", instead(func(b block, v string) {
			b.SecurityProperties = &policy.SecurityProperties{Of: []string{v}, Secure: "a"}
		})),
		"properties, some": of("a", "", instead(func(b block, v string) {
			b.SecurityProperties = &policy.SecurityProperties{Of: []string{"a"}, Secure: v}
		})),
		"properties, path": of("a", "", instead(func(b block, v string) {
			b.SecurityProperties = &policy.SecurityProperties{Of: []string{"a"}, Path: "a", PathOf: v}
		})),
		"properties, path name": of("a", ";", instead(func(b block, v string) {
			b.SecurityProperties = &policy.SecurityProperties{Of: []string{"a"}, Path: "a", PathOf: v}
		})),
		"browser": of(
			"a",
			"",
			instead(func(b block, v string) { b.BrowserSteps = []policy.Browser{{Name: "a", Steps: v}} }),
		),
		"third party": of(
			"a",
			"",
			instead(func(b block, v string) { b.ThirdParties = []policy.ThirdParty{{Name: v, Purpose: "a"}} }),
		),
		"third party's policy": of(
			"https://a",
			"http://a",
			instead(func(b block, v string) { b.ThirdParties = []policy.ThirdParty{{Name: "a", Purpose: "a", Policy: v}} }),
		),
		"policy, some": of(
			"https://a",
			"https://",
			instead(func(b block, v string) { b.ThirdParties = []policy.ThirdParty{{Name: "a", Purpose: "a", Policy: v}} }),
		),
		"policy, quotes": of(
			"https://a/ক?b#c",
			`https://a/"`,
			instead(func(b block, v string) { b.ThirdParties = []policy.ThirdParty{{Name: "a", Purpose: "a", Policy: v}} }),
		),
		"policy, blanks": of(
			"https://a",
			"https://a\u00A0b",
			instead(func(b block, v string) { b.ThirdParties = []policy.ThirdParty{{Name: "a", Purpose: "a", Policy: v}} }),
		),
		"policy, length": of(
			"https://"+letters(1992),
			"https://"+letters(1993),
			instead(func(b block, v string) { b.ThirdParties = []policy.ThirdParty{{Name: "a", Purpose: "a", Policy: v}} }),
		),
		"related": of("", "!", instead(func(b block, v string) { b.Related = &policy.Related{Intro: v} })),
		"organisation": of(
			"a",
			"",
			instead(func(b block, v string) { b.Contact = &policy.Contact{Organisation: v} }),
		),
		"person":         of("", "*", contact(func(c *policy.Contact, v string) { c.Person = v })),
		"phone":          of("+1", "+1 2", contact(func(c *policy.Contact, v string) { c.Phone = v })),
		"phone, digits":  of("+1", "+", contact(func(c *policy.Contact, v string) { c.Phone = v })),
		"website":        of("a.b", "a'b", contact(func(c *policy.Contact, v string) { c.Website = v })),
		"website, lines": of("a.b", "a\nb", contact(func(c *policy.Contact, v string) { c.Website = v })),
		"cookie's name": of(
			"!#$%&'*+-.^_`|~09AZaz",
			"a=b",
			declared(func(c *cookie.Declaration, v string) { c.Name = v }),
		),
		"cookie's name, none":   of("a", "", declared(func(c *cookie.Declaration, v string) { c.Name = v })),
		"cookie's name, script": of("a", "ক", declared(func(c *cookie.Declaration, v string) { c.Name = v })),
		"purpose":               of("a", " ", declared(func(c *cookie.Declaration, v string) { c.Purpose = v })),
		"purpose, length": of(
			letters(20_000),
			letters(20_001),
			declared(func(c *cookie.Declaration, v string) { c.Purpose = v }),
		),
		"purpose, control": of("a", "a\x7f", declared(func(c *cookie.Declaration, v string) { c.Purpose = v })),
		"category": of(
			"marketing",
			"",
			declared(func(c *cookie.Declaration, v string) { c.Category = cookie.Category(v) }),
		),
		"party": of(
			letters(200),
			letters(201),
			declared(func(c *cookie.Declaration, v string) { c.Party = v }),
		),
		"domain": of(
			"a.example",
			".a.example",
			declared(func(c *cookie.Declaration, v string) { c.Domain = v }),
		),
		"domain, length": of(
			strings.Repeat("a", 251)+".b",
			strings.Repeat("a", 252)+".b",
			declared(func(c *cookie.Declaration, v string) { c.Domain = v }),
		),
		"path":         of("/~!:<", "/;", declared(func(c *cookie.Declaration, v string) { c.Path = v })),
		"path, start":  of("/", "a", declared(func(c *cookie.Declaration, v string) { c.Path = v })),
		"path, blank":  of("/a", "/a b", declared(func(c *cookie.Declaration, v string) { c.Path = v })),
		"path, script": of("/a", "/ক", declared(func(c *cookie.Declaration, v string) { c.Path = v })),
		"same site": of(
			"strict",
			"Strict",
			declared(func(c *cookie.Declaration, v string) { c.SameSite = cookie.SameSite(v) }),
		),
		"says":        of("do", "", says),
		"says, words": of("do.", ".", says),
		"checks something": {
			with(inClaim(func(*claim.Claim) {})),
			with(inClaim(func(c *claim.Claim) { c.Conditions[0] = claim.CookieCount(0) })),
		},
		"count, high": {
			with(inClaim(func(c *claim.Claim) { c.Conditions[0] = claim.CookieCount(200) })),
			with(inClaim(func(c *claim.Claim) { c.Conditions[0] = claim.CookieCount(201) })),
		},
		"count, low": {
			with(inClaim(func(c *claim.Claim) { c.Conditions[0] = claim.CookieCount(1) })),
			with(inClaim(func(c *claim.Claim) { c.Conditions[0] = claim.CookieCount(-1) })),
		},
		"no cookies": of(
			"analytics",
			"fun",
			checking(func(v string) claim.Condition { return claim.NoCookies{cookie.Category(v)} }),
		),
		"consent before": of(
			"analytics",
			"fun",
			checking(func(v string) claim.Condition { return claim.ConsentBefore{cookie.Category(v)} }),
		),
		"all cookies": of(
			"analytics",
			"",
			checking(func(v string) claim.Condition { return claim.AllCookies{Category: cookie.Category(v)} }),
		),
		"all cookies among": of(
			"a",
			"",
			checking(func(v string) claim.Condition { return claim.AllCookies{Among: []string{v}, Secure: true} }),
		),
		"all cookies, category": of(
			"analytics",
			"fun",
			checking(func(v string) claim.Condition { return claim.AllCookies{Secure: true, Category: cookie.Category(v)} }),
		),
		"all cookies, same": of(
			"lax",
			"Lax",
			checking(func(v string) claim.Condition { return claim.AllCookies{SameSite: cookie.SameSite(v)} }),
		),
		"cookie": of("a", "", checking(func(v string) claim.Condition { return claim.Cookie{Name: v} })),
		"cookie, category": of(
			"necessary",
			"fun",
			checking(func(v string) claim.Condition { return claim.Cookie{Name: "a", Category: cookie.Category(v)} }),
		),
		"cookie, path": of(
			"/",
			"a",
			checking(func(v string) claim.Condition { return claim.Cookie{Name: "a", Path: v} }),
		),
		"cookie, same site": of(
			"none",
			"some",
			checking(func(v string) claim.Condition { return claim.Cookie{Name: "a", SameSite: cookie.SameSite(v)} }),
		),
		"only these": of(
			"a",
			",",
			checking(func(v string) claim.Condition { return claim.OnlyTheseCookies{v} }),
		),
		"needed": of("a", "a b", checking(func(v string) claim.Condition { return claim.Needed{v} })),
		"outlives": of(
			"a",
			"",
			checking(func(v string) claim.Condition { return claim.Outlives{Name: "a", Than: v} }),
		),
		"loaded from": of(
			"stripe.com",
			"https://stripe.com",
			checking(func(v string) claim.Condition { return claim.NothingLoadedFrom{v} }),
		),
		"loaded from, length": of(
			strings.Repeat("a", 253),
			strings.Repeat("a", 254),
			checking(func(v string) claim.Condition { return claim.NothingLoadedFrom{v} }),
		),
	}
}

func nested(depth int) []policy.Section {
	if depth == 0 {
		return nil
	}
	return []policy.Section{{Anchor: strings.Repeat("a", depth), Title: "X", Sections: nested(depth - 1)}}
}
