package handlers

import (
	"github.com/labstack/echo/v4"
)

// option is what holds for a row beside its guard. A row names all of its options, so that no other list has to
// agree with the table.
type option uint16

const (
	limited         option = 1 << iota // one client address gets through only so often
	public                             // asks visitors for consent, and loads what they agreed to
	beforeAgreement                    // open to members who have yet to agree to changed terms
	alwaysJSON                         // answers in JSON, whatever the client asks for
	notIndexed                         // robots.txt keeps search engines out
	inSitemap                          // the sitemap lists it, or what it stands for
	revalidated                        // an answer that is the same for everyone may be kept, and is asked for again
	fiveMinutes                        // such an answer may be used for five minutes
	immutable                          // such an answer never changes

	none option = 0
)

// cacheControl says how an answer may be kept that is the same for everyone.
func (o option) cacheControl() []string {
	switch {
	case o.has(revalidated):
		return keepAndAsk
	case o.has(fiveMinutes):
		return keepBriefly
	case o.has(immutable):
		return keepAlways
	}
	return keepNot
}

var (
	keepNot     = []string{"no-store"}
	keepAndAsk  = []string{"no-cache"}
	keepBriefly = []string{"public, max-age=300"}
	keepAlways  = []string{"public, max-age=31536000, immutable"}
)

func (o option) has(one option) bool { return o&one != 0 }

const optionsKey = "options"

// SetOptions remembers the options of the row that was asked for.
func SetOptions(c echo.Context, found option) { c.Set(optionsKey, found) }

// optionsAt are the options of the row that was asked for.
func optionsAt(c echo.Context) option {
	options, _ := c.Get(optionsKey).(option)
	return options
}

// has reports whether the row that was asked for has the option.
func has(c echo.Context, o option) bool { return optionsAt(c).has(o) }
