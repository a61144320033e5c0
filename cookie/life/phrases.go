package life

import (
	"strings"
	"time"
)

// phrase is a way to say a life without a number. A word "*" stands for up to three words
// of any kind.
type phrase struct {
	words []string
	means Life
}

func phraseOf(means Life, texts ...string) []phrase {
	var all []phrase
	for _, text := range texts {
		all = append(all, phrase{strings.Fields(text), means})
	}
	return all
}

var (
	session    = Life{Session: true}
	persistent = Life{
		Vague:    true,
		Shortest: time.Second,
		Longest:  forever,
	} // it outlives the session, and nobody says how far
	unlimited = Life{Vague: true, Shortest: 365 * day, Longest: forever}
)

// phrases are tried in their order, the longer ones first.
var phrases = append(append(phraseOf(
	session,
	"until * close * browser",
	"until * closes * browser",
	"when * close * browser",
	"when * closes * browser",
	"closing * browser",
	"close * browser",
	"closes * browser",
	"browser * is closed",
	"browser is closed",
	"browser closes",
	"browser closed",
	"end of * session",
	"browser session",
	"browsing session",
	"session only",
	"session cookie",
	"session",
	"ende der sitzung",
	"ende der browsersitzung",
	"sitzungsende",
	"sitzung",
	"sesión",
	"sesion",
), phraseOf(
	unlimited,
	"never expires", "no expiry", "no expiration", "does not expire", "doesn't expire", "indefinitely", "indefinite",
	"forever", "unlimited", "permanently", "permanent", "never",
)...), phraseOf(persistent, "persistent cookie", "persistent")...)

// at is how many words of the text the phrase takes; 0 if it does not stand there.
func (p phrase) at(words []string) int {
	at := 0
	for i, want := range p.words {
		switch {
		case want == "*":
			skipped := gap(words[at:], p.words[i+1])
			if skipped < 0 {
				return 0
			}
			at += skipped
		case at >= len(words) || words[at] != want:
			return 0
		default:
			at++
		}
	}
	return at
}

// maxGap is how many words may stand between those of a phrase.
const maxGap = 3

// gap is how many words stand before the next one that is wanted; -1 if it does not follow.
func gap(words []string, want string) int {
	for i := 0; i < len(words) && i <= maxGap; i++ {
		if words[i] == want {
			return i
		}
	}
	return -1
}

// limit is what words before a length make of it.
type limit struct {
	words []string
	of    func(Life) Life
}

func limitOf(of func(Life) Life, texts ...string) []limit {
	var all []limit
	for _, text := range texts {
		all = append(all, limit{strings.Fields(text), of})
	}
	return all
}

var limits = append(append(limitOf(
	func(l Life) Life { return Life{Vague: true, Longest: l.Longest, Length: l.Length} },
	"up to", "at most", "no more than", "not more than", "a maximum of", "maximum of", "maximum", "max .", "max",
	"less than", "under", "within",
), limitOf(
	func(l Life) Life { return Life{Vague: true, Shortest: l.Shortest, Longest: forever, Length: l.Length} },
	"at least", "more than", "over", "no less than", "a minimum of", "minimum of", "minimum",
)...), limitOf(
	func(l Life) Life {
		return Life{
			Vague:    true,
			Shortest: l.Shortest - l.Shortest/10,
			Longest:  l.Longest + l.Longest/10,
			Length:   l.Length,
		}
	},
	"approximately", "approx .", "approx", "about", "around", "roughly", "circa", "ca .", "ca", "~",
)...)

// startsWith is how many words there are; 0 if the text does not begin with them.
func startsWith(words, want []string) int {
	if len(words) < len(want) {
		return 0
	}
	for i := range want {
		if words[i] != want[i] {
			return 0
		}
	}
	return len(want)
}
