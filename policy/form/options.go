package form

import "github.com/prokken/prokken/cookie"

// CategoryOptions returns the categories of cookies to choose from.
func CategoryOptions() []Option {
	var options []Option
	for _, c := range cookie.Categories {
		options = append(options, Option{string(c), c.Words()})
	}
	return options
}

// SameSiteOptions returns the values of SameSite to choose from.
func SameSiteOptions() []Option {
	return []Option{{"lax", "Lax"}, {"strict", "Strict"}, {"none", "None"}}
}

// UnitOptions returns the units of lifetimes to choose from.
func UnitOptions() []Option {
	return []Option{
		{"day", "days"},
		{"hour", "hours"},
		{"minute", "minutes"},
		{"second", "seconds"},
		{"session", "until the browser is closed"},
	}
}

// CookieOptions returns the declared cookies to choose from.
func CookieOptions(declared []cookie.Declaration) []Option {
	var options []Option
	for _, d := range declared {
		options = append(options, Option{d.Name, d.Name})
	}
	return options
}

// Optional returns the options with one more that stands for none of them.
func Optional(label string, options []Option) []Option {
	return append([]Option{{"", label}}, options...)
}
