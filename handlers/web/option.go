package web

import (
	"github.com/labstack/echo/v4"
)

// Option is what holds for a row beside its guard. A row names all of its options, so that no other list has to
// agree with the table.
type Option uint16

const (
	Limited         Option = 1 << iota // one client address gets through only so often
	Public                             // asks visitors for consent, and loads what they agreed to
	BeforeAgreement                    // open to members who have yet to agree to changed terms
	AlwaysJSON                         // answers in JSON, whatever the client asks for
	NoIndex                            // search engines may read it, but list another page in its place
	NotIndexed                         // robots.txt keeps search engines out
	InSitemap                          // the sitemap lists it, or what it stands for
	Revalidated                        // an answer that is the same for everyone may be kept, and is asked for again
	FiveMinutes                        // such an answer may be used for five minutes
	Immutable                          // such an answer never changes
	ForNewcomers                       // a form of it leads strangers to the sign-up, and on to its page
	AfterPayment                       // where it fails, the page says that the money is safe, and looks again
	OwnHost                            // refused on a host that is not the site's, where no cookie can be set
	Hosted                             // a customer's page: nobody is logged in there, and no cookie is read or set
	Compressed                         // its page is compressed for strangers
	Corrects                           // it shows what was typed with a NUL again, without it; others never get to see one

	None Option = 0
)

// cacheControl says how an answer may be kept that is the same for everyone.
func (o Option) cacheControl() []string {
	switch {
	case o.Has(Revalidated):
		return keepAndAsk
	case o.Has(FiveMinutes):
		return keepBriefly
	case o.Has(Immutable):
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

func (o Option) Has(one Option) bool { return o&one != 0 }

const optionsKey = "options"

// SetOptions remembers the options of the row that was asked for.
func SetOptions(c echo.Context, found Option) { c.Set(optionsKey, found) }

// AddOption notes another option of this request.
func AddOption(c echo.Context, o Option) { SetOptions(c, optionsAt(c)|o) }

// optionsAt are the options of the row that was asked for.
func optionsAt(c echo.Context) Option {
	options, _ := c.Get(optionsKey).(Option)
	return options
}

// Has reports whether the row that was asked for has the option.
func Has(c echo.Context, o Option) bool { return optionsAt(c).Has(o) }
