package policy_test

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/wording"
)

// filled makes a change that puts content into the block.
func filled[T any](content func(v T) block.Content) func(*policy.Document, *policy.Block, T) {
	return func(_ *policy.Document, b *policy.Block, v T) { b.Content = content(v) }
}

func blockBorders() map[string]border {
	prose := filled(func(v string) block.Content { return block.Prose(v) })
	changes := func(v int) block.Content { return block.ChangeList{Newest: v} }
	caption := func(v string) block.Content { return block.CookieTable{Caption: v} }
	party := func(v string) block.Content { return block.ThirdParties{{Name: "a", Purpose: "a", Policy: v}} }
	phone := func(v string) block.Content { return block.Contact{Organisation: "X", Phone: v} }
	website := func(v string) block.Content { return block.Contact{Organisation: "X", Website: v} }
	pathOf := func(v string) block.Content {
		return block.SecurityProperties{Of: []string{"a"}, Path: "a", PathOf: v}
	}
	return map[string]border{
		"prose":        of(letters(20_000), letters(20_001), prose),
		"prose, lines": of("a\n\nb", "a\r\nb", prose),
		"some kind":    of("a", "", prose),
		"list": of(
			"a",
			"",
			filled(func(v string) block.Content { return block.List{"a", wording.Markdown(v)} }),
		),
		"changes, low":    of(1, 0, filled(changes)),
		"changes, high":   of(100, 101, filled(changes)),
		"caption":         of("a", "-", filled(caption)),
		"caption, length": of(letters(20_000), letters(20_001), filled(caption)),
		"table of": of("marketing", "fun", filled(func(v string) block.Content {
			return block.CookieTable{Caption: "a", Category: cookie.Category(v)}
		})),
		"properties of": of("a", "a b", filled(func(v string) block.Content {
			return block.SecurityProperties{Of: []string{v}, Secure: "a"}
		})),
		"properties, some": of("a", "", filled(func(v string) block.Content {
			return block.SecurityProperties{Of: []string{"a"}, Secure: v}
		})),
		"properties, path":      of("a", "", filled(pathOf)),
		"properties, path name": of("a", ";", filled(pathOf)),
		"browser": of(
			"a",
			"",
			filled(func(v string) block.Content { return block.BrowserSteps{{Name: "a", Steps: v}} }),
		),
		"third party": of(
			"a",
			"",
			filled(func(v string) block.Content { return block.ThirdParties{{Name: v, Purpose: "a"}} }),
		),
		"third party's policy": of("https://a", "http://a", filled(party)),
		"policy, some":         of("https://a", "https://", filled(party)),
		"policy, quotes":       of("https://a/ক?b#c", `https://a/"`, filled(party)),
		"policy, blanks":       of("https://a", "https://a\u00A0b", filled(party)),
		"policy, length":       of("https://"+letters(1992), "https://"+letters(1993), filled(party)),
		"related":              of("", "!", filled(func(v string) block.Content { return block.Related{Intro: v} })),
		"organisation": of(
			"a",
			"",
			filled(func(v string) block.Content { return block.Contact{Organisation: v} }),
		),
		"person": of(
			"",
			"*",
			filled(func(v string) block.Content { return block.Contact{Organisation: "X", Person: v} }),
		),
		"phone":          of("+1", "+1 2", filled(phone)),
		"phone, digits":  of("+1", "+", filled(phone)),
		"website":        of("a.b", "a'b", filled(website)),
		"website, lines": of("a.b", "a\nb", filled(website)),
	}
}
