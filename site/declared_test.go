package site_test

import (
	"time"

	"github.com/prokken/prokken/cookie"
)

const days = 24 * time.Hour

func optional(name string, category cookie.Category) cookie.Declaration {
	return cookie.Declaration{
		Name: name, Purpose: "counts visits", Category: category, Path: "/", Lifetime: cookie.Lifetime(30 * days),
		HTTPOnly: true, Secure: true, SameSite: cookie.Lax,
	}
}
