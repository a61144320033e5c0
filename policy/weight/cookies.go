package weight

import (
	"cmp"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// cookies weighs every declaration that is new or changed.
func (w *Weight) cookies(old, new policy.Document) {
	before := claim.Evidence{Cookies: old.Cookies}
	for _, is := range new.Cookies {
		was, known := before.Find(is.Name)
		switch {
		case !known && is.Optional():
			w.because(AskAgain, "%s is a new cookie that visitors choose about (%s).", is.Name, is.Category.Words())
		case !known:
			w.because(Notify, "%s is a new cookie.", is.Name)
		default:
			w.cookie(was, is)
		}
	}
}

// cookie weighs what changed of a declaration. What visitors agreed to has to be asked again.
func (w *Weight) cookie(was, is cookie.Declaration) {
	least := Notify
	if was.Optional() || is.Optional() {
		least = AskAgain
	}
	if was.Category != is.Category {
		w.because(AskAgain, "%s is of another type now: %s.", is.Name, is.Category.Words())
	}
	if livesLonger(is.Lifetime, was.Lifetime) {
		w.because(least, "%s lives longer: %s instead of %s.", is.Name, is.Lifetime, was.Lifetime)
	}
	if was.Party != is.Party {
		w.because(least, "%s is set by %s now.", is.Name, cmp.Or(is.Party, "this site"))
	}
	if was.Domain != is.Domain {
		w.because(least, "%s is sent to %s now.", is.Name, cmp.Or(is.Domain, "this host alone"))
	}
	if !sameWords(was.Purpose, is.Purpose) {
		w.because(least, "The purpose of %s is described in other words.", is.Name)
	}
	w.protection(was, is)
}

// protection weighs the rest: what protects a cookie less, and whatever else is changed of one
// that visitors agreed to.
func (w *Weight) protection(was, is cookie.Declaration) {
	switch {
	case was.HTTPOnly && !is.HTTPOnly:
		w.because(Notify, "Scripts can read %s now.", is.Name)
	case was.Secure && !is.Secure:
		w.because(Notify, "%s is sent without encryption now.", is.Name)
	case laxness(is.SameSite) > laxness(was.SameSite):
		w.because(Notify, "%s is sent with more requests of other sites (SameSite=%s).", is.Name, is.SameSite.Words())
	case was.Path != is.Path && !strings.HasPrefix(is.Path, was.Path):
		w.because(Notify, "%s is sent to %s now.", is.Name, is.Path)
	case was.Optional() && isSetOtherwise(was, is):
		w.because(Notify, "%s is set in another way.", is.Name)
	}
}

// isSetOtherwise reports whether a property differs for which there is no reason of its own.
func isSetOtherwise(was, is cookie.Declaration) bool {
	was.Purpose, was.Category, was.Party, was.Domain = is.Purpose, is.Category, is.Party, is.Domain
	if livesLonger(is.Lifetime, was.Lifetime) {
		was.Lifetime = is.Lifetime
	}
	return was != is
}

// livesLonger: a cookie of the session ends with the browser; its lifetime is below all others.
func livesLonger(is, was cookie.Lifetime) bool { return is > was }

// laxness orders the values: the more requests of other sites a cookie goes with, the higher.
func laxness(s cookie.SameSite) int {
	switch s {
	case cookie.Strict:
		return 0
	case cookie.None:
		return 2
	default:
		return 1
	}
}
