package billing

import (
	"strings"

	"github.com/stripe/stripe-go/v79"
)

// APIVersion is the version of Stripe's API that this program speaks.
const APIVersion = stripe.APIVersion

// Mode is what stands behind the payments.
type Mode string

// The modes.
const (
	Emulated Mode = "emulator"
	Test     Mode = "test"
	Live     Mode = "live"
)

// Mode tells from the settings which it is.
func (s *Service) Mode() Mode {
	switch {
	case s.settings.APIURL != "":
		return Emulated
	case isLive(s.settings.SecretKey):
		return Live
	default:
		return Test
	}
}

// Dashboard returns the address of something in Stripe's dashboard, by the name of the
// list that it is in; "" where there is no dashboard.
func (m Mode) Dashboard(list, id string) string {
	switch m {
	case Live:
		return "https://dashboard.stripe.com/" + list + "/" + id
	case Test:
		return "https://dashboard.stripe.com/test/" + list + "/" + id
	case Emulated:
	}
	return ""
}

// isLive reports whether a key moves money.
func isLive(key string) bool {
	return strings.HasPrefix(key, "sk_live_") || strings.HasPrefix(key, "rk_live_")
}
