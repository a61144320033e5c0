package life

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// numerals are the words for small numbers.
var numerals = map[string]float64{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
	"eighty": 80, "ninety": 90, "hundred": 100, "½": .5, "¼": .25, "¾": .75,
}

// Numbers in digits: with points or commas as people put them. "1.000" and "1,5000" may
// mean this or that, and are read as neither.
var (
	integer   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d{1,9}$`) })
	thousands = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d{1,3}(,\d{3})+$`) })
	decimal   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d{1,6}[.,]\d{1,2}$`) })
)

func hasDigit(word string) bool { return strings.ContainsAny(word, "0123456789") }

// numberOf reads one word as a number.
func numberOf(word string) (float64, bool) {
	switch {
	case integer().MatchString(word):
	case thousands().MatchString(word):
		word = strings.ReplaceAll(word, ",", "")
	case decimal().MatchString(word):
		word = strings.ReplaceAll(word, ",", ".")
	default:
		n, isNumeral := numerals[word]
		return n, isNumeral
	}
	n, err := strconv.ParseFloat(word, 64)
	return n, err == nil
}

// countAt is how many words a number takes: "30", "twenty four", "half a", "a hundred".
func countAt(words []string) int {
	if len(words) > 0 && words[0] == "half" {
		if len(words) > 1 && (words[1] == "a" || words[1] == "an") {
			return 2
		}
		return 1
	}
	n := 0
	for n < len(words) && n < 3 {
		if _, isNumber := numberOf(words[n]); !isNumber || n > 0 && hasDigit(words[n]) {
			break
		}
		n++
	}
	return n
}

// countOf is the number that the words say; false if it is none: "two three".
func countOf(words []string) (float64, bool) {
	if words[0] == "half" {
		return .5, true
	}
	first, isNumber := numberOf(words[0])
	switch {
	case !isNumber:
		return 0, false
	case len(words) == 1:
		return first, true
	}
	second, isNumber := numberOf(words[1])
	switch {
	case !isNumber || len(words) > 2:
		return 0, false
	case words[1] == "hundred" && first < 10:
		return first * 100, true
	case second < 1 && first == float64(int(first)): // "1 ½"
		return first + second, true
	case first >= 20 && first <= 90 && second >= 1 && second < 10 && !hasDigit(words[0]):
		return first + second, true
	}
	return 0, false
}
