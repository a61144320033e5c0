package legal

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
)

// YourCookies is what the server received from a visitor and knows of their
// choice. It holds no cookie's value.
type YourCookies struct {
	Notice       string
	Received     int
	Ours         []OwnCookie
	Undeclared   []UndeclaredCookie
	More         int        // received, but not listed
	RefreshName  string     // of the cookie that this page never gets
	SessionUntil *time.Time // when it ends unless it is used; nil for who is not logged in
	Now          time.Time
	Signalled    bool        // Sec-GPC: 1
	Choice       *YourChoice // nil where there is nothing to choose
	OutOfReach   []string    // names of cookies on addresses of others
	Loaded       []string    // names of scripts that pages load for those who agree
}

// OwnCookie is a declared one. Left is its remaining life, in a sentence.
type OwnCookie struct {
	cookie.Declaration
	Times int
	Left  string
}

// UndeclaredCookie is a cookie that is not declared. A former one was, by an earlier
// version, as an optional one; Choice is the one that kept a choice when there was one.
type UndeclaredCookie struct {
	Name           string
	Times          int
	Former, Choice bool
}

// YourChoice is what a visitor chose, and the form to change it. At is in the
// site's zone; the zero ID is no choice.
type YourChoice struct {
	consent.Record
	State consent.Status
	At    time.Time
	Ends  time.Time
	Form  views.ConsentForm
}

func (c YourChoice) made() bool { return c.Record != consent.Record{} }

func (c YourChoice) withdrawable() bool { return c.State == consent.Decided && c.Granted != "" }

// maxName is how much of a cookie's name is shown, in characters.
const maxName = 60

// shownName is a name that anyone may have made up, as a page can show it.
func shownName(name string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, name))
	switch {
	case len(runes) == 0:
		return "(without a name)"
	case len(runes) > maxName:
		return string(runes[:maxName]) + "…"
	}
	return string(runes)
}

// LeftUntil says how long it is until then.
func LeftUntil(then, now time.Time) string {
	left := then.Sub(now)
	if left <= 0 {
		return "It has expired."
	}
	return "Expires in " + timeLeft(left) + "."
}

func timeLeft(d time.Duration) string {
	if days := int(d / (24 * time.Hour)); days >= 2 {
		return fmt.Sprintf("%d days", days)
	}
	return display.Wait(d)
}

// flags are a declaration's attributes in words.
func flags(d cookie.Declaration) string {
	var all []string
	if d.HTTPOnly {
		all = append(all, "HttpOnly: no script reads it")
	}
	if d.Secure {
		all = append(all, "Secure: only over https")
	}
	return strings.Join(append(all, "SameSite="+d.SameSite.Words()), " · ")
}

func sentTo(d cookie.Declaration) string {
	if d.Path == "/" {
		return "every page"
	}
	return d.Path + " only"
}

func times(n int) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf("sent %d times", n)
}

func longTime(t time.Time) string { return t.Format("January 2, 2006, 15:04") }
