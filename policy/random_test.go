package policy_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
)

// hostile are texts that some reader of YAML, JSON or Markdown takes for
// something else. Each can stand in a document.
var hostile = []string{
	"a: b", "a:", "x", "- a", "-a", "? a", "# a", "a # b", "a #b", " leading", "trailing ", "  two\n  lines", "a\n\nb",
	"a\nb\n", "\na", "a\n  b\nc",
	"a\n # b", "a\n\n\n\nb", "'a'", `"a"`, `a "b" c`, `\n a`, `a\`, "yes", "No", "null", "~a", "true", "FALSE", "on",
	"y", "1", "1.5", "0x1F", "1e3", "-1", "+1",
	"2026-01-01", "12:30:45", ".inf1", "{a}", "[a]", "{a: b}", "[a](https://a.example)", "*a*", "&a", "*a", "!a", "!!str a", "%a", "@a", "`a`", "|a", "| a", ">a",
	"> a", "--- a", "---\na", "...a", "a\n---\nb", "<<a", "\U0001F600 a", "a \U0001F36A", "\u200Fa", "a\u2028b",
	"a\u2029b", "\uFEFFa", "a\uFEFF", "a\u00A0b",
	"\u00E9\u0301", "\u0986\u09AE\u09B0\u09BE \u0995\u09C1\u0995\u09BF: \u09AC\u09CD\u09AF\u09AC\u09B9\u09BE\u09B0",
	"a\uFFFDb", "<b>a</b>", "a, b", "a]", "a}", "24 hours", "007",
	"a  b", "a\n\n  b", "a \nb", "#a\nb", "- a\n- b", "a: b\nc: d", "=a", "a?", "/a", "/a: b", "https://a.example/#b", "a\u200Bb", "a\u00ADb", "\U000E0041a",
}

// maker makes random documents that are valid.
type maker struct {
	*rand.Rand
	count int
}

func (m *maker) one(texts []string) string { return texts[m.IntN(len(texts))] }

func (m *maker) text() string {
	texts := []string{m.one(hostile), m.one(hostile) + m.one(hostile), strings.Repeat(m.one(hostile)+" ", 1+m.IntN(30))}
	return m.one(texts)
}

func (m *maker) perhaps() string {
	if m.IntN(2) == 0 {
		return ""
	}
	return m.text()
}

func (m *maker) id() string {
	m.count++
	return fmt.Sprintf("%s-%d", m.one([]string{"a", "no", "null", "y", "1", "0x1", "1e3", "true"}), m.count)
}

// content is content of any kind: of one that is not named here, its example.
func (m *maker) content() block.Content {
	switch kind := block.Kinds()[m.IntN(len(block.Kinds()))]; kind.Example.(type) {
	case block.InShort:
		return block.InShort(m.text())
	case block.Prose:
		return block.Prose(m.text())
	case block.List:
		return block.List{wording.Markdown(m.text()), wording.Markdown(m.text())}[:1+m.IntN(2)]
	case block.CookieTable:
		return block.CookieTable{Caption: m.text(), Category: cookie.Category(m.one([]string{"", "analytics"}))}
	case block.SecurityProperties:
		return block.SecurityProperties{
			Of: []string{"a", "true"}, HTTPOnly: m.text(), Secure: m.perhaps(), SameSite: m.perhaps(), Path: m.perhaps(),
			PathOf: "1",
		}
	case block.BrowserSteps:
		return block.BrowserSteps{{Name: m.text(), Steps: m.text()}}
	case block.ThirdParties:
		return block.ThirdParties{
			{Name: m.text(), Purpose: m.text()},
			{Name: m.text(), Purpose: m.text(), Policy: "https://a.example/#b:,[]{}"},
		}
	case block.Related:
		return block.Related{Intro: m.perhaps()}
	case block.Contact:
		website := m.one([]string{"", "1.50", "true", "a#b"})
		return block.Contact{Organisation: m.text(), Person: m.perhaps(), Phone: "+8801906315901", Website: website}
	case block.ChangeList:
		return block.ChangeList{Newest: 1 + m.IntN(100)}
	default:
		return kind.Example
	}
}

func (m *maker) block() policy.Block {
	b := policy.Block{UID: m.id(), Content: m.content()}
	for _, text := range b.Content.Texts() {
		if text.Markdown && !text.Item {
			b.Claims = append(b.Claims, m.claim(text.Words))
		}
	}
	return b
}

func (m *maker) claim(says string) claim.Claim {
	week := cookie.Lifetime(7 * 24 * 3600e9)
	claims := [][]claim.Condition{
		{claim.NoCookies(cookie.Categories)},
		{
			claim.AllCookies{
				Among:    []string{"a", "null", "!#$%&'*+-.^_`|~"},
				Category: cookie.Necessary,
				HTTPOnly: true,
				Secure:   true,
				SameSite: cookie.Lax,
			},
		},
		{
			claim.Cookie{
				Name:     "1",
				Category: cookie.Marketing,
				Path:     "/a,[b]{c}:#&*",
				Lifetime: &week,
				HTTPOnly: true,
				Secure:   true,
				SameSite: cookie.None,
			},
		},
		{claim.CookieCount(1 + m.IntN(200)), claim.OnlyTheseCookies{"*a", "&b", "%c"}, claim.Needed{"~"}},
		{claim.Outlives{Name: "yes", Than: "no"}, claim.NoThirdPartyCookies(true)},
		{
			claim.NothingLoadedFrom{claim.Elsewhere, "a.example:8080"},
			claim.ConsentBefore{cookie.Analytics},
			claim.DatedByPublication(true),
		},
	}
	return claim.About(says, claims[m.IntN(len(claims))]...)
}

func (m *maker) blocks() []policy.Block {
	var blocks []policy.Block
	for range m.IntN(5) {
		blocks = append(blocks, m.block())
	}
	return blocks
}

func (m *maker) sections(depth int) []policy.Section {
	var sections []policy.Section
	for range m.IntN(4) * depth {
		sections = append(
			sections,
			policy.Section{Anchor: m.id(), Title: m.one(hostile), Blocks: m.blocks(), Sections: m.sections(depth - 1)},
		)
	}
	return sections
}

func (m *maker) document() policy.Document {
	d := policy.Document{Slug: m.id(), Title: m.one(hostile), Intro: m.blocks(), Sections: m.sections(2)}
	for range m.IntN(4) {
		d.Cookies = append(d.Cookies, cookie.Declaration{
			Name: "a'b" + m.id(), Purpose: m.text(), Category: cookie.Analytics, Party: m.one(append(hostile, "")), Path: m.one([]string{"/", "/a:", "/#", "/a,b"}),
			Lifetime: []cookie.Lifetime{cookie.Session, cookie.Lifetime(1e9), cookie.Lifetime(400 * 24 * 3600e9)}[m.IntN(3)], Secure: true, SameSite: cookie.Strict,
		})
	}
	return d
}
