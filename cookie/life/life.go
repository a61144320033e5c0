// Package life reads how people write how long a cookie lives: "1 year", "90 mins",
// "up to two weeks", "until you close your browser". Policies and printed pages are read
// by it alike. It never guesses: what it does not understand is not understood. Start
// reading at [Read] and [Find].
package life

import (
	"math"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// forever is longer than any cookie lives.
const forever = time.Duration(math.MaxInt64)

// Life is how long a cookie lives as words tell it. The words mean any time between
// Shortest and Longest: a month is 28 to 31 days, n months are n times 30 days less 2 to
// n times 30.4375 days and 1 more, and a year is 365 or 366 days. "About" is a tenth more
// or less. Length is the one that is most likely meant, in whole days where the unit is a
// month; 0 where the words name none. Vague words name bounds and no length, as "up to a
// year" does. A session has no length.
type Life struct {
	Session, Vague    bool
	Shortest, Longest time.Duration
	Length            time.Duration
}

// Is reports whether the words mean that length.
func (l Life) Is(length time.Duration) bool {
	return !l.Session && l.Shortest <= length && length <= l.Longest
}

// Read reads a text that says how long a cookie lives and nothing else; false where it is
// not understood, or says more than one thing.
func Read(text string) (Life, bool) {
	words := tokens(text)
	if n, err := strconv.Atoi(strings.Join(words, "")); err == nil && len(words) == 1 {
		return bare(n)
	}
	found, rest := find(words)
	if len(found) != 1 || len(rest) > 0 {
		return Life{}, false
	}
	return found[0], true
}

// fewSeconds is the least bare number that can only mean seconds: nobody keeps a cookie
// for so many days.
const fewSeconds = 3600

// bare reads a number without a unit, as Max-Age has it.
func bare(n int) (Life, bool) {
	if n < fewSeconds || n > int(100*365*day/time.Second) {
		return Life{}, false
	}
	length := time.Duration(n) * time.Second
	return Life{Shortest: length, Longest: length, Length: length}, true
}

// Find returns each life that a text names among other words.
func Find(text string) []Life {
	found, _ := find(tokens(text))
	return found
}

// Hints reports whether a text may say how long something lives, understood or not: it
// has a number or a unit.
func Hints(text string) bool {
	for _, word := range tokens(text) {
		if _, isNumber := numberOf(word); isNumber && word != "a" && word != "an" || unitOf(word) != none ||
			hasDigit(word) {
			return true
		}
	}
	return len(Find(text)) > 0
}

// find returns the lives, and the words that belong to none and say something.
func find(words []string) (found []Life, rest []string) {
	for len(words) > 0 {
		life, n := lifeAt(words)
		if n == 0 {
			if !fillers[words[0]] {
				rest = append(rest, words[0])
			}
			words = words[1:]
			continue
		}
		found, words = append(found, life), words[n:]
	}
	return found, rest
}

// fillers are words that change nothing about a length.
var fillers = set(
	"for, of the a an after from on cookie cookies expires expire expiry duration life lifetime lifespan" +
		" lives stored kept is it ( ) . ; : in your last visit",
)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(strings.ReplaceAll(words, ",", " , ")) {
		all[word] = true
	}
	return all
}

// lifeAt reads the life that begins with the words, and of how many it is; 0 for none.
func lifeAt(words []string) (Life, int) {
	for _, phrase := range phrases {
		if n := phrase.at(words); n > 0 {
			return phrase.means, n
		}
	}
	for _, limit := range limits {
		if n := startsWith(words, limit.words); n > 0 {
			if length, more := rangeAt(words[n:]); more > 0 {
				return limit.of(length), n + more
			}
		}
	}
	return rangeAt(words)
}
