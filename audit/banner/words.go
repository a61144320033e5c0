package banner

import (
	_ "embed"
	"encoding/json"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed words.json
var wordsFile []byte

// class is what a word of a label does there.
type class string

// The classes of words. A word that is none of them is not understood.
const (
	accepts      class = "accept"
	consents     class = "consent" // agrees, and may be what is refused or withdrawn
	refuses      class = "refuse"
	onlys        class = "only"
	necessary    class = "necessary"
	optional     class = "optional"
	without      class = "without"
	not          class = "not"
	yes          class = "yes"
	all          class = "all"
	cookies      class = "cookie"
	manages      class = "manage"
	saves        class = "save"
	selection    class = "selection"
	withdraws    class = "withdraw"
	acknowledges class = "acknowledge"
	about        class = "about"
	filler       class = "filler"
)

// order is which class a word has that languages disagree about.
var order = []class{
	accepts, refuses, without, not, necessary, onlys, withdraws, all, consents, cookies, saves, selection, manages, optional,
	yes, acknowledges, about, filler,
}

// dictionary has the words of all languages: a label tells nobody which one it is in.
var dictionary = sync.OnceValue(readWords)

// readWords reads the file that is part of the program.
func readWords() map[string]class {
	var languages map[string]map[class]string
	if err := json.Unmarshal(wordsFile, &languages); err != nil {
		panic(err) // the file is part of the program
	}
	words := map[string]class{}
	for _, c := range order {
		for _, language := range languages {
			for _, word := range strings.Fields(language[c]) {
				word = normalize(word)
				if _, known := words[word]; !known {
					words[word] = c
				}
			}
		}
	}
	return words
}

// normalize makes one spelling of what reads the same: small letters without accents,
// without what stands around words.
func normalize(label string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r): // accents, soft hyphens, joiners
			return -1
		case r == 'ı':
			return 'i'
		case r == '’', r == '‘', r == '`', r == 'ʼ':
			return '\''
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '\'', r == '-', r == '&':
			return r
		}
		return ' '
	}, norm.NFKD.String(strings.ToLower(norm.NFKC.String(label))))
}

// tokens are the words of a label.
func tokens(label string) []string {
	var all []string
	for _, field := range strings.Fields(normalize(label)) {
		if _, known := dictionary()[field]; known || !isUnspaced(field) {
			all = append(all, splitHyphens(field)...)
			continue
		}
		all = append(all, split(field)...)
	}
	return all
}

func splitHyphens(field string) []string {
	if _, known := dictionary()[field]; known {
		return []string{field}
	}
	return strings.FieldsFunc(field, func(r rune) bool { return r == '-' || r == '&' })
}

// isUnspaced reports whether the words of the script stand without spaces.
func isUnspaced(field string) bool {
	return strings.ContainsFunc(field, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
	})
}

// split takes the longest known word each time; what is between them is one that
// nobody knows.
func split(field string) []string {
	var all []string
	unknown := ""
	for len(field) > 0 {
		word := longest(field)
		if word == "" {
			runes := []rune(field)
			unknown += string(runes[0])
			field = string(runes[1:])
			continue
		}
		if unknown != "" {
			all, unknown = append(all, unknown), ""
		}
		all = append(all, word)
		field = field[len(word):]
	}
	if unknown != "" {
		all = append(all, unknown)
	}
	return all
}

// longest is the longest known word that the text begins with.
func longest(text string) string {
	runes := []rune(text)
	for n := min(len(runes), 10); n > 0; n-- {
		if _, known := dictionary()[string(runes[:n])]; known {
			return string(runes[:n])
		}
	}
	return ""
}
