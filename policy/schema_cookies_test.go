package policy_test

import (
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
)

func cookieBorders() map[string]border {
	declared := func(change func(c *cookie.Declaration, v string)) func(*policy.Document, *policy.Block, string) {
		return func(d *policy.Document, _ *policy.Block, v string) {
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
	cookies := func(d *policy.Document, _ *policy.Block, n int) {
		for i := range n {
			d.Cookies = append(d.Cookies, cookie.Declaration{
				Name: strings.Repeat("a", i+1), Purpose: "b", Category: cookie.Analytics, Path: "/", Lifetime: cookie.Session,
				SameSite: cookie.Lax,
			})
		}
	}
	return map[string]border{
		"cookies": of(200, 201, cookies),
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
	}
}
