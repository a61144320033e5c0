package cookie

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/prokken/prokken/cookie/life"
)

// Lifetime is how long a cookie lives, in whole seconds, written as the policy
// prints it: "24 hours", "7 days". Session lives until the browser is closed.
type Lifetime time.Duration

// Session is the life of a cookie without Max-Age.
const Session Lifetime = -1

const sessionWord = "session"

const day = 24 * time.Hour

// LongestKept is how long browsers keep a cookie at most, whatever a site asks for (RFC
// 6265bis, section 5.5).
const LongestKept = Lifetime(400 * day)

// longest is more than any site asks for.
const longest = 100 * 365 * day

var units = []struct {
	word   string
	length time.Duration
}{{"day", day}, {"hour", time.Hour}, {"minute", time.Minute}, {"second", time.Second}}

// String is the lifetime in words. A single day is "24 hours".
func (l Lifetime) String() string {
	if l == Session {
		return sessionWord
	}
	d := time.Duration(l)
	for _, unit := range units {
		n := d / unit.length
		if unit.length == day && n == 1 {
			continue
		}
		if n >= 1 && d%unit.length == 0 {
			return plural(int64(n), unit.word)
		}
	}
	return d.String() // not in whole seconds: Validate refuses it
}

// Kept is how long a browser keeps a cookie of which a site asks so much.
func (l Lifetime) Kept() Lifetime { return min(l, LongestKept) }

// Words is how long the cookie stays, as people are told.
func (l Lifetime) Words() string {
	if l == Session {
		return "until you close the browser"
	}
	return l.String()
}

func plural(n int64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// MarshalText writes the lifetime in words.
func (l Lifetime) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads what MarshalText writes, and what people write of one length: "1
// year", "13 months".
func (l *Lifetime) UnmarshalText(text []byte) error {
	read, err := ReadLifetime(string(text))
	if meant, understood := life.Read(string(text)); err != nil && understood && !meant.Vague {
		read, err = lifetimeOf(meant), nil
	}
	if err == nil && time.Duration(read) > longest {
		err = fmt.Errorf("%q is more than 100 years", text)
	}
	if err == nil {
		*l = read
	}
	return err
}

func lifetimeOf(l life.Life) Lifetime {
	if l.Session {
		return Session
	}
	return Lifetime(l.Length)
}

// ReadLifetime reads what MarshalText writes, and is no stricter than sites are:
// they ask for lives longer than any browser grants, and than can be counted.
func ReadLifetime(text string) (Lifetime, error) {
	if text == sessionWord {
		return Session, nil
	}
	count, word, found := strings.Cut(text, " ")
	n, err := strconv.ParseInt(count, 10, 64)
	for _, unit := range units {
		if found && err == nil && n >= 1 && strings.TrimSuffix(word, "s") == unit.word {
			return Lifetime(time.Duration(min(n, int64(math.MaxInt64/unit.length))) * unit.length), nil
		}
	}
	return 0, fmt.Errorf("%q is not a lifetime like 24 hours or 7 days", text)
}

// Seconds is the value of Max-Age.
func (l Lifetime) Seconds() int { return int(time.Duration(l) / time.Second) }

func (l Lifetime) validate(name string) error {
	if d := time.Duration(l); l != Session && (d < time.Second || d > longest || d%time.Second != 0) {
		return fmt.Errorf("%s: a lifetime is between 1 second and 100 years, or session", name)
	}
	return nil
}
