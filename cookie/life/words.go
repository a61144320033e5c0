package life

import (
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"
)

// unit is a unit of time; a larger one is greater.
type unit int

const (
	none unit = iota
	ambiguous
	second
	minute
	hour
	dayUnit
	week
	month
	year
)

var lengths = map[unit]time.Duration{
	second: time.Second, minute: time.Minute, hour: time.Hour, dayUnit: day, week: 7 * day, month: 365 * day / 12, year: 365 * day,
}

// spellings are how units are written in English, German, French and Spanish. "m" may be
// minutes or months, and "an" is the English article before it is a French year.
var spellings = map[unit]string{
	second:    "second sec s sekunde sekunden seconde segundo",
	minute:    "minute min minuten minuto",
	hour:      "hour hr h stunde stunden heure hora",
	dayUnit:   "day d tag tage tagen jour día dia",
	week:      "week wk w woche wochen semaine semana",
	month:     "month mth mo mon monat monate monaten mois mes meses",
	year:      "year yr y jahr jahre jahren ans année annee año",
	ambiguous: "m",
}

var units = unitsBySpelling()

func unitsBySpelling() map[string]unit {
	all := map[string]unit{}
	for u, spelled := range spellings {
		for _, one := range strings.Fields(spelled) {
			all[one] = u
			if len(one) > 1 {
				all[one+"s"] = u
			}
		}
	}
	return all
}

func unitOf(word string) unit { return units[word] }

// parts are words, numbers with their points and commas, and single signs.
var parts = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\d+(?:[.,]\d+)*|[½¼¾]|\p{L}+(?:['’]\p{L}+)*|[^\s\p{L}\d]`)
})

// tokens are the words of a text in small letters. A hyphen between a number and its unit,
// or between the words of a number, joins them: "7-day", "twenty-four".
func tokens(text string) []string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		case strings.ContainsRune("‐‑‒–—−", r):
			return '-'
		}
		return unicode.ToLower(r)
	}, text)
	all := parts().FindAllString(text, -1)
	var words []string
	for i, word := range all {
		if word == "-" && i > 0 && i+1 < len(all) && joins(all[i-1], all[i+1]) {
			continue
		}
		words = append(words, strings.ReplaceAll(word, "’", "'"))
	}
	return words
}

// joins reports whether a hyphen between the words is part of one expression.
func joins(before, after string) bool {
	_, isNumber := numberOf(before)
	_, goesOn := numerals[after]
	return isNumber && (unitOf(after) != none || goesOn && !hasDigit(before))
}
